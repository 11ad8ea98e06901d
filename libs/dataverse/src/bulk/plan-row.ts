import { guid } from '../web-api/odata.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { type Put, putRow } from '../table-map/row-mapping.js';
import type { Table } from '../table-map/table.js';
import type { RowPlan } from './bulk-row.js';
import { placeOf } from './place-of.js';
import type { TargetDraft } from './target-draft.js';

type Wanted = Readonly<Record<string, unknown>>;

interface PlanOptions {
  /** Whether a bulk message finds a row by an alternate key. */
  byKey: boolean;
  /** Whether the row may go in a bulk message. Default: yes. */
  inBulk?: boolean;
  /** How the values are mapped. Default: as those of a new row. */
  map?: (table: Table, wanted: Wanted, put: Put) => void;
}

/**
 * Maps the row once, for both roads. In a bulk message it says its type and which row it is: by the primary key in it, or by `@odata.id`
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).
 */
export function planRow<T extends Table>(
  table: T,
  address: RowAddress<T>,
  wanted: Wanted,
  draft: TargetDraft,
  { byKey, inBulk = true, map = putRow }: PlanOptions,
): RowPlan {
  const path = rowPath(table, address);
  draft.begin();
  if (inBulk && typeof address === 'string')
    draft.isRow(table.name, table.primaryId, guid(address, 'The address'));
  else if (inBulk && byKey) draft.isRow(table.name, '@odata.id', path);
  map(table, wanted, draft.put);
  draft.end();
  return { address: address as RowAddress, place: placeOf(path) };
}
