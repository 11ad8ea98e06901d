import { DataverseError, type WebApi } from '#lib/dataverse';

/** What Dataverse calls environments that people work in; a sandbox is `CustomerTest`, others are trials and developers' own. */
const productive = ['Customer', 'Secondary', 'Default'];

/** Their numbers, should one come in the place of the name. */
const numbers: Readonly<Record<string, string>> = { 0: 'Customer', 4: 'Secondary', 12: 'Default' };

export const looksProductive = (kind: string | undefined): boolean =>
  kind !== undefined && productive.includes(kind);

/**
 * What kind of environment it is, in Dataverse's word; undefined where it does not tell us
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/organizationtype).
 */
export async function environmentKind(webApi: WebApi, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const { Detail: detail } = await webApi.json({
      operation: 'execute.RetrieveCurrentOrganization',
      method: 'GET',
      path: "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
      repeatable: true,
      expect: [200],
      signal,
    });
    const { OrganizationType: kind } = (detail ?? {}) as { OrganizationType?: unknown };
    return typeof kind === 'number' ? (numbers[kind] ?? String(kind)) : textOf(kind);
  } catch (error) {
    if (error instanceof DataverseError && isUntold(error)) return undefined;
    throw error;
  }
}

const textOf = (kind: unknown): string | undefined => (typeof kind === 'string' ? kind : undefined);

/** The right to ask is lacking, or the function; a stand-in has none. */
const isUntold = ({ code }: DataverseError): boolean =>
  code === 'not-permitted' || code === 'unknown-resource' || code === 'not-supported';
