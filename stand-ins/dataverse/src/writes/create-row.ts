import { randomUUID } from 'node:crypto';
import { toDatetime } from '../columns/check-date.js';
import { duplicateRow } from '../errors.js';
import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row, Value, Values } from '../store/row.js';
import { fillAutonumber } from './autonumber.js';
import { checkRow } from './check-row.js';
import { computedColumns } from './computed-columns.js';
import type { Payload } from './read-payload.js';
import { settleState } from './state-and-status.js';

/** Makes a row of a payload and commits it. The client may have chosen its id; whoever comes second with it hears 412. */
export function createRow(context: Context, table: Table, payload: Payload): Row {
  const { store, commit } = context;
  const id = String(payload.get(table.primaryId) ?? randomUUID());
  if (store.get(table, id)) throw duplicateRow();
  const sequence = store.nextSequence();
  const given = { ...defaults(table, sequence), ...withoutNulls(payload) };
  const values: Values = {
    ...given,
    ...settleState(table, payload, undefined, id),
    ...provenance(context, table, given),
    ...computedColumns(table, given),
    [table.primaryId]: id,
  };
  checkRow(store, table, id, values);
  const row = { id, version: store.nextVersion(), values };
  commit({ op: 'put', table: table.name, ...row, ...(usesSequence(table) && { sequence }) });
  return row;
}

function defaults(table: Table, sequence: number): Values {
  const values: Record<string, Value> = {};
  for (const column of table.columns) {
    if (column.default !== undefined) values[column.name] = column.default;
    if ('autonumber' in column && column.autonumber)
      values[column.name] = fillAutonumber(column.autonumber, sequence);
  }
  return values;
}

const usesSequence = (table: Table) =>
  table.columns.some((column) => 'autonumber' in column && column.autonumber);

const withoutNulls = (payload: Payload): Values =>
  Object.fromEntries([...payload].filter(([, value]) => value !== null));

/**
 * Who and when. A row brought in from elsewhere may say when it was made there: `createdon` then shows that, and
 * `overriddencreatedon` when it came here.
 */
function provenance({ caller, now }: Context, table: Table, given: Values): Values {
  const user = { table: 'systemuser', id: caller.systemUserId };
  const today = toDatetime(now);
  const migrated = given['overriddencreatedon'] ?? null;
  const values: Values = {
    createdon: migrated ?? today,
    modifiedon: today,
    overriddencreatedon: migrated === null ? null : today,
    createdby: user,
    modifiedby: user,
    ownerid: given['ownerid'] ?? user,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => table.columnsByName.has(name)));
}
