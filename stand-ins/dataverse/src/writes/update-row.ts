import { toDatetime } from '../columns/check-date.js';
import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row, Values } from '../store/row.js';
import { checkRow } from './check-row.js';
import { computedColumns } from './computed-columns.js';
import type { Payload } from './read-payload.js';
import { settleState } from './state-and-status.js';

/** Writes a payload's columns into a row and commits it. Every update is a new version, also one that changes nothing. */
export function updateRow(context: Context, table: Table, before: Row, payload: Payload): Row {
  const { store, caller, now, commit } = context;
  const written: Values = { ...before.values, ...Object.fromEntries(payload) };
  const values: Values = {
    ...written,
    ...settleState(table, payload, before.values, before.id),
    ...computedColumns(table, written),
    modifiedon: toDatetime(now),
    modifiedby: { table: 'systemuser', id: caller.systemUserId },
    [table.primaryId]: before.id,
  };
  checkRow(store, table, before.id, values);
  const row = { id: before.id, version: store.nextVersion(), values };
  commit({ op: 'put', table: table.name, ...row });
  return row;
}
