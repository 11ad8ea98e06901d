import type { WriteOptions } from '../web-api/call-options.js';
import { choiceValue } from '../table-map/column-names.js';
import { DataverseError } from '../errors/dataverse-error.js';
import { incidentResolutionTable } from '../tables/incident-resolution.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { type RowAddress, rowOf } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import { valuesIn } from '../table-map/values-in.js';
import type { JsonObject, WebApi } from '../web-api/web-api.js';
import { execute } from './execute.js';
import { retrieve } from './retrieve.js';

/** How a case ended. */
export interface CaseResolution {
  /** What it is closed as. Default `problemSolved`. */
  status?: 'problemSolved' | 'informationProvided' | undefined;
  subject: string;
  description?: string | undefined;
  minutesSpent?: number | undefined;
}

/**
 * A case is closed by its own message, not by writing its state (learn.microsoft.com/…/webapi/reference/closeincident). The
 * message makes an activity each time, so it is not repeated; whoever does so meets a case that is closed already.
 */
export async function closeCase(
  api: WebApi,
  address: RowAddress<typeof incidentTable>,
  resolution: CaseResolution,
  options: WriteOptions = {},
): Promise<'closed' | 'already-closed'> {
  const parameters = closing(address, resolution);
  try {
    await execute(api, { ...options, kind: 'action', name: 'CloseIncident', parameters });
    return 'closed';
  } catch (error) {
    if (await isClosed(api, address, error, options)) return 'already-closed';
    throw error;
  }
}

/** The parameters of `CloseIncident`. */
export function closing(address: RowAddress<typeof incidentTable>, how: CaseResolution): JsonObject {
  const { status = 'problemSolved', ...resolution } = valuesIn(
    how,
    'resolution',
  ) as unknown as CaseResolution;
  const row = { ...resolution, case: rowOf(incidentTable, address) };
  return {
    IncidentResolution: {
      '@odata.type': `Microsoft.Dynamics.CRM.${incidentResolutionTable.name}`,
      ...toDataverse(incidentResolutionTable, row),
    },
    Status: choiceValue(incidentTable.columns.status, status, 'status'),
  };
}

/** Which code refuses a closed case is not documented: so the case is asked. */
async function isClosed(
  api: WebApi,
  address: RowAddress<typeof incidentTable>,
  error: unknown,
  { signal, lane, onBehalfOf }: WriteOptions,
): Promise<boolean> {
  if (!(error instanceof DataverseError) || error.retry !== 'never') return false;
  const there = await retrieve(api, incidentTable, address, { select: ['state'], signal, lane, onBehalfOf });
  return there?.state === 'resolved';
}
