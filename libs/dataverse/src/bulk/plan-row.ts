import { guid } from '../web-api/odata.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import type { Table } from '../table-map/table.js';
import type { RowPlan } from './bulk-row.js';

interface PlanOptions {
  /** Whether a bulk message finds a row by an alternate key. */
  byKey: boolean;
  /** What the body of a request of its own holds beside the values. */
  alsoInBody?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Writes the row once, for both roads. In a bulk message it says its type and which row it is: by the primary key in it, or by
 * `@odata.id` (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).
 */
export function planRow<T extends Table>(
  table: T,
  address: RowAddress<T>,
  wanted: Readonly<Record<string, unknown>>,
  { byKey, alsoInBody }: PlanOptions,
): RowPlan {
  const path = rowPath(table, address);
  const values = JSON.stringify(toDataverse(table, wanted));
  const which = typeof address === 'string' ? { [table.primaryId]: guid(address) } : { '@odata.id': path };
  return {
    address: address as RowAddress,
    path,
    wanted,
    body: alsoInBody === undefined ? values : joined(alsoInBody, values),
    target:
      typeof address === 'string' || byKey
        ? joined({ '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`, ...which }, values)
        : undefined,
  };
}

/** Two objects as one, of which the second is text already. */
function joined(first: Readonly<Record<string, unknown>>, second: string): string {
  const head = JSON.stringify(first).slice(0, -1);
  return second === '{}' ? `${head}}` : `${head},${second.slice(1)}`;
}
