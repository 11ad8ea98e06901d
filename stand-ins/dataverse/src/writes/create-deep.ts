import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { bindRow } from './bind.js';
import { createRow } from './create-row.js';
import type { Fields } from './read-fields.js';
import { readPayload, type Columns, type Members } from './read-payload.js';
import { updateRow } from './update-row.js';

/**
 * Creates a row with everything that its payload brings along: first the rows that it refers to, then itself, then those that refer
 * to it. webapi/create-entity-web-api, "Create related table rows in one operation".
 *
 * @param stated what the request says outside of the payload: a key in its URL, the row that this one is a member of
 */
export function createDeep(context: Context, table: Table, fields: Fields, stated?: Columns): Row {
  const { columns, parents, members } = readPayload(context, table, fields, true);
  for (const { column, table: parentTable, fields: parentFields } of parents.values()) {
    const { id } = createDeep(context, parentTable, parentFields);
    columns.set(column.name, { table: parentTable.name, id });
  }
  const row = createRow(context, table, new Map([...columns, ...(stated ?? [])]));
  for (const collection of members) join(context, table, row, collection);
  return row;
}

function join(context: Context, table: Table, { id }: Row, { relationship, rows, links }: Members): void {
  const { referencing, column, name } = relationship;
  const membership: Columns = new Map([[column.name, { table: table.name, id }]]);
  for (const fields of rows) createDeep(context, referencing, fields, membership);
  for (const link of links)
    updateRow(context, referencing, bindRow(context, name, referencing, link), membership);
}
