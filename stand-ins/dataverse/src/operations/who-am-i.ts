import { methodNotAllowed } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { complexResponse } from './respond.js';

/** `GET WhoAmI`, with parentheses or without: webapi/use-ps-and-vscode-web-api. */
export function whoAmI(context: Context, { method, query }: WebApiRequest): WebApiResponse {
  if (method !== 'GET') throw methodNotAllowed(method);
  readQueryOptions(query, 'nothing');
  const { caller, organization } = context;
  return complexResponse(context, 'WhoAmIResponse', {
    BusinessUnitId: organization.businessUnitId,
    UserId: caller.systemUserId,
    OrganizationId: organization.organizationId,
  });
}
