import { methodNotAllowed } from '../errors.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';

/** `GET WhoAmI`, with parentheses or without: webapi/use-ps-and-vscode-web-api. */
export function whoAmI(context: Context, { method, query }: WebApiRequest): WebApiResponse {
  if (method !== 'GET') throw methodNotAllowed(method);
  readQueryOptions(query, 'nothing');
  const { serviceRoot, caller, organization } = context;
  return {
    status: 200,
    body: {
      '@odata.context': `${serviceRoot}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
      BusinessUnitId: organization.businessUnitId,
      UserId: caller.systemUserId,
      OrganizationId: organization.organizationId,
    },
  };
}
