import { wrongLiteral } from '../errors.js';
import type { Context } from '../operations/request.js';
import { findTarget, type Target } from '../operations/target.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { createDeep } from './create-deep.js';
import type { Fields } from './read-fields.js';
import { readPayload, type Columns } from './read-payload.js';
import { updateRow } from './update-row.js';

/** Changes the row that a key points at, or creates it with that key when there is none. Throws a DataverseError. */
export function upsertRow(context: Context, table: Table, target: Target, fields: Fields): Row {
  const before = findTarget(context.store, table, target);
  return before
    ? update(context, table, target, before, fields)
    : createDeep(context, table, fields, { key: keyOf(table, target, fields) });
}

/** A row is not given another key by the key that it was found by: its columns in the payload are passed over. */
function update(context: Context, table: Table, target: Target, before: Row, fields: Fields): Row {
  const { columns } = readPayload(context, table, fields, false);
  if ('key' in target) for (const column of target.key.columns) columns.delete(column);
  return updateRow(context, table, before, columns);
}

/**
 * What the key says of a new row: its id, or the key's columns. The payload may repeat the id, and not contradict it; where it has
 * columns of an alternate key, the row gets those, "even if the data is different": use-upsert-insert-update-record, "Guidance for
 * composing requests".
 */
function keyOf(table: Table, target: Target, fields: Fields): Columns {
  if ('key' in target) return new Map(Object.entries(target.values));
  const repeated = fields[table.primaryId];
  if (typeof repeated === 'string' && repeated.toLowerCase() !== target.id)
    throw wrongLiteral(repeated, 'Guid');
  return new Map([[table.primaryId, target.id]]);
}
