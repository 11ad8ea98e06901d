import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { bindRow } from './bind.js';
import { createRow } from './create-row.js';
import type { Fields } from './read-fields.js';
import { readPayload, type Columns, type Members } from './read-payload.js';
import { updateRow } from './update-row.js';

/** What a request says of a new row outside of its payload. */
export interface Stated {
  /** The key in its URL: it holds where the payload is silent. */
  key?: Columns;
  /** The row that this one is a member of, whatever the payload says. */
  membership?: Columns;
}

/**
 * Creates a row with everything that its payload brings along: first the rows that it refers to, then itself, then those that refer
 * to it. webapi/create-entity-web-api, "Create related table rows in one operation".
 */
export function createDeep(
  context: Context,
  table: Table,
  fields: Fields,
  { key = new Map(), membership = new Map() }: Stated = {},
): Row {
  const { columns, parents, members } = readPayload(context, table, fields, true);
  for (const { column, table: parentTable, fields: parentFields } of parents.values()) {
    const { id } = createDeep(context, parentTable, parentFields);
    columns.set(column.name, { table: parentTable.name, id });
  }
  const row = createRow(context, table, new Map([...key, ...columns, ...membership]));
  for (const collection of members) join(context, table, row, collection);
  return row;
}

function join(context: Context, table: Table, { id }: Row, { relationship, rows, links }: Members): void {
  const { referencing, column, name } = relationship;
  const membership: Columns = new Map([[column.name, { table: table.name, id }]]);
  for (const fields of rows) createDeep(context, referencing, fields, { membership });
  for (const link of links)
    updateRow(context, referencing, bindRow(context, name, referencing, link), membership);
}
