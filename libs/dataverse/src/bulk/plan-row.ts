import { guid } from '../web-api/odata.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { toDataverse } from '../table-map/row-mapping.js';
import type { Table } from '../table-map/table.js';
import type { RowPlan } from './bulk-row.js';
import { lengthOf } from './length-of.js';

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
  const isById = typeof address === 'string';
  const inBulk = isById || byKey;
  const which = isById ? guid(address, 'The address') : path;
  const head = { '@odata.type': `Microsoft.Dynamics.CRM.${table.name}`, [tellsWhich(table, address)]: which };
  const body = map(table, wanted, inBulk ? head : {});
  return { address: address as RowAddress, path, wanted, body, inBulk, bytes: lengthOf(body) };
}

/** The body of a request of its own, whose path says which row it is. */
export function ownBody(table: Table, { address, body, inBulk }: RowPlan): Readonly<Record<string, unknown>> {
  if (!inBulk) return body;
  const { '@odata.type': _, [tellsWhich(table, address)]: __, ...values } = body;
  return values;
}

const tellsWhich = ({ primaryId }: Table, address: RowAddress): string =>
  typeof address === 'string' ? primaryId : '@odata.id';
