import { guid } from '../web-api/odata.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import type { Table } from '../table-map/table.js';
import type { RowPlan } from './bulk-row.js';

interface PlanOptions {
  /** Whether a bulk message finds a row by an alternate key. */
  byKey: boolean;
  /** How the values are mapped. Default: as those of a new row. */
  map?: typeof toDataverse;
}

/**
 * Maps the row once, for both roads. In a bulk message it says its type and which row it is: by the primary key in it, or by `@odata.id`
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).
 */
export function planRow<T extends Table>(
  table: T,
  address: RowAddress<T>,
  wanted: Readonly<Record<string, unknown>>,
  { byKey, map = toDataverse }: PlanOptions,
): RowPlan {
  const path = rowPath(table, address);
  const values = JSON.stringify(map(table, wanted));
  return { address: address as RowAddress, path, wanted, values, head: headOf(table, address, path, byKey) };
}

/** Nothing in a path or a GUID has to be escaped in JSON. */
function headOf(
  { name, primaryId }: Table,
  address: RowAddress,
  path: string,
  byKey: boolean,
): string | undefined {
  const type = `{"@odata.type":"Microsoft.Dynamics.CRM.${name}"`;
  if (typeof address === 'string') return `${type},"${primaryId}":"${guid(address, 'The address')}"`;
  return byKey ? `${type},"@odata.id":"${path}"` : undefined;
}
