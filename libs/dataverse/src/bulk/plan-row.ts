import { guid } from '../web-api/odata.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import type { Table } from '../table-map/table.js';
import type { RowPlan } from './bulk-row.js';

interface PlanOptions {
  /** Whether a bulk message finds a row by an alternate key. */
  byKey: boolean;
  /** Whether the body of a request of its own says the row's GUID. */
  idInBody?: boolean | undefined;
}

/**
 * Maps the row once, for both roads. In a bulk message it says its type and which row it is: by the primary key in it, or by
 * `@odata.id` (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).
 */
export function planRow<T extends Table>(
  table: T,
  address: RowAddress<T>,
  wanted: Readonly<Record<string, unknown>>,
  { byKey, idInBody = false }: PlanOptions,
): RowPlan {
  const path = rowPath(table, address);
  const values = toDataverse(table, wanted);
  const isById = typeof address === 'string';
  const which = isById ? { [table.primaryId]: guid(address) } : { '@odata.id': path };
  const type = `Microsoft.Dynamics.CRM.${table.name}`;
  return {
    address: address as RowAddress,
    path,
    wanted,
    body: idInBody ? { ...which, ...values } : values,
    target: isById || byKey ? JSON.stringify({ '@odata.type': type, ...which, ...values }) : undefined,
  };
}
