import { toDatetime } from '../columns/check-date.js';
import { checkNote } from '../files/check-file.js';
import { settleImages } from '../files/images.js';
import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import { isSameValue, type Row, type Values } from '../store/row.js';
import { refuseCaseUpdate } from './case-rules.js';
import { checkRow } from './check-row.js';
import { computedColumns } from './computed-columns.js';
import type { Columns } from './read-payload.js';
import { refuseDuplicate } from './refuse-duplicate.js';
import { settleState } from './state-and-status.js';

/** Changes a row for a client, who may not do everything. Throws a DataverseError. */
export function updateRow(context: Context, table: Table, before: Row, columns: Columns): Row {
  refuseCaseUpdate(context, table, before, columns);
  return changeRow(context, table, before, columns);
}

/** Writes columns into a row, whoever asks for it. */
export function changeRow(context: Context, table: Table, before: Row, columns: Columns): Row {
  const { store, unknowns, events, caller: by, origin, now: at } = context;
  if (unknowns.unchangedUpdate === 'sameVersion' && changesNothing(before, columns)) return before;
  const written: Values = { ...before.values, ...Object.fromEntries(columns) };
  const values: Values = {
    ...written,
    ...settleState(table, columns, before.values, before.id),
    ...computedColumns(table, written),
    ...settleImages(context, table, columns, before),
    ...modification(context, table),
    [table.primaryId]: before.id,
  };
  checkNote(context, table, columns, values);
  checkRow(context, table, before.id, values);
  refuseDuplicate(context, table, before.id, values);
  const row = { id: before.id, version: store.nextVersion(), values };
  store.write({ op: 'put', table: table.name, ...row });
  events.add({ message: 'Update', table, before, after: row, asked: columns, by, origin, at });
  return row;
}

function modification({ caller, now }: Context, table: Table): Values {
  const { systemUserId, actingUserId } = caller;
  const values: Values = {
    modifiedon: toDatetime(now),
    modifiedby: { table: 'systemuser', id: systemUserId },
    modifiedonbehalfby: actingUserId ? { table: 'systemuser', id: actingUserId } : null,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => table.columnsByName.has(name)));
}

const changesNothing = ({ values }: Row, columns: Columns) =>
  [...columns].every(([name, value]) => isSameValue(values[name] ?? null, value));
