import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';

/** What was made, by its id in the collection that it was posted to. */
export const createdDefinition = (
  { serviceRoot }: Context,
  { path }: WebApiRequest,
  id: string,
): WebApiResponse => ({
  status: 204,
  headers: { 'OData-EntityId': `${serviceRoot}${path}(${id})` },
});

export const changedDefinition = (): WebApiResponse => ({ status: 204 });
