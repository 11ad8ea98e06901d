import { JsonText } from '../web-api/json-text.js';
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
  /** Whether the body of a request of its own says the row's GUID. */
  idInBody?: boolean | undefined;
}

/**
 * Maps the row once, and writes it once, for both roads. In a bulk message it says its type and which row it is: by the primary key in
 * it, or by `@odata.id` (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations).
 */
export function planRow<T extends Table>(
  table: T,
  address: RowAddress<T>,
  wanted: Readonly<Record<string, unknown>>,
  { byKey, map = toDataverse, idInBody = false }: PlanOptions,
): RowPlan {
  const path = rowPath(table, address);
  const values = JSON.stringify(map(table, wanted));
  const isById = typeof address === 'string';
  const which = isById ? member(table.primaryId, guid(address, 'The address')) : member('@odata.id', path);
  const head = `${member('@odata.type', `Microsoft.Dynamics.CRM.${table.name}`)},${which}`;
  return {
    address: address as RowAddress,
    path,
    wanted,
    body: new JsonText(idInBody ? withMembers(which, values) : values),
    target: isById || byKey ? withMembers(head, values) : undefined,
    bytes: head.length + Buffer.byteLength(values),
  };
}

/** Of names and values that JSON writes as they are. */
const member = (name: string, value: string): string => `"${name}":"${value}"`;

/** The object of this text, with these members before its own: to copy thousands of objects only to write them is a third of the work. */
const withMembers = (members: string, object: string): string =>
  object === '{}' ? `{${members}}` : `{${members},${object.slice(1)}`;
