import { DataverseError } from '../errors/dataverse-error.js';
import { type CaseResolution, closing } from '../operations/close-case.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import type { Row } from '../table-map/row.js';
import { incidentTable } from '../tables/incident.table.js';
import type { BulkWrite } from './bulk-write.js';
import { placeOf } from './place-of.js';

/** A case to close. */
export interface CaseToClose {
  at: RowAddress<typeof incidentTable>;
  resolution: CaseResolution;
}

/**
 * Closes cases, for which there is no bulk message. `CloseIncident` makes an activity each time, so one that was perhaps done is looked at
 * first. Which code refuses a case that is closed already is not documented: so after a refusal that no repeat will mend, the case is asked.
 */
export const closeRows: BulkWrite<CaseToClose> = {
  table: incidentTable,
  verb: 'close',
  plan: ({ at, resolution }, draft) => {
    draft.begin();
    for (const [name, value] of Object.entries(closing(at, resolution))) draft.put(name, value);
    draft.end();
    return { address: at as RowAddress, place: placeOf(rowPath(incidentTable, at)) };
  },
  wanted: () => ({ state: 'resolved' }),
  operation: ({ values }) => ({
    method: 'POST',
    path: 'CloseIncident',
    body: values,
    expect: [200, 204],
  }),
  done: () => ({ outcome: 'closed' }),
  isDoubtful: (error: DataverseError) => error.retry === 'never' && error.code !== 'row-not-found',
  whenRead: ({ past }, found: Row<typeof incidentTable> | undefined) =>
    found?.state === 'resolved' ? { outcome: past.isUncertain ? 'closed' : 'already-closed' } : undefined,
};
