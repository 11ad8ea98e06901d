import type { CallOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';

/** Who we are at Dataverse. */
export interface WhoAmI {
  userId: string;
  organizationId: string;
  businessUnitId: string;
}

export async function whoAmI(api: WebApi, options: CallOptions): Promise<WhoAmI> {
  const call = { operation: 'who-am-i', method: 'GET', path: 'WhoAmI', repeatable: true, expect: [200] };
  const body = await api.json({ ...options, ...call });
  return {
    userId: String(body['UserId']),
    organizationId: String(body['OrganizationId']),
    businessUnitId: String(body['BusinessUnitId']),
  };
}
