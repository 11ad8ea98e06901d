import { randomUUID } from 'node:crypto';
import { toDatetime } from '../columns/check-date.js';
import { duplicateRow } from '../errors.js';
import { checkNote } from '../files/check-file.js';
import { refuseOtherImages, settleImages } from '../files/images.js';
import { requireFreeRows } from '../operations/own-table.js';
import type { Context } from '../operations/request.js';
import type { Table } from '../schema/table.js';
import type { Row, Value, Values } from '../store/row.js';
import { fillAutonumber } from './autonumber.js';
import { refuseCaseCreate } from './case-rules.js';
import { checkRow } from './check-row.js';
import { computedColumns } from './computed-columns.js';
import type { Columns } from './read-payload.js';
import { refuseDuplicate } from './refuse-duplicate.js';
import { settleState } from './state-and-status.js';

/** Makes a row. The client may have chosen its id; whoever comes second with it hears 412. */
export function createRow(context: Context, table: Table, columns: Columns): Row {
  const { store, unknowns, events, caller: by, origin, now: at } = context;
  requireFreeRows(table);
  const id = String(columns.get(table.primaryId) ?? randomUUID());
  if (store.get(table, id)) throw duplicateRow();
  refuseCaseCreate(context, table, columns);
  refuseOtherImages(table, columns);
  const sequence = store.nextSequence();
  const given = { ...defaults(context, table, sequence), ...withoutNulls(columns) };
  const stated: Columns = unknowns.stateOnCreate === 'ignored' ? new Map() : columns;
  const values: Values = {
    ...given,
    ...settleState(table, stated, undefined, id),
    ...provenance(context, table, given),
    ...computedColumns(table, given),
    ...settleImages(context, table, columns, { id, values: {} }),
    [table.primaryId]: id,
  };
  checkNote(context, table, columns, values);
  checkRow(context, table, id, values);
  refuseDuplicate(context, table, id, values);
  const row = { id, version: store.nextVersion(), values };
  store.write({ op: 'put', table: table.name, ...row, ...(usesSequence(table) && { sequence }) });
  events.add({ message: 'Create', table, after: row, asked: columns, by, origin, at });
  return row;
}

function defaults({ unknowns }: Context, table: Table, sequence: number): Values {
  const values: Record<string, Value> = {};
  for (const column of table.columns) {
    if (column.default !== undefined) values[column.name] = column.default;
    if ('autonumber' in column && column.autonumber)
      values[column.name] = fillAutonumber(patternOf(column.autonumber, unknowns.ticketNumber), sequence);
  }
  return values;
}

const patternOf = (pattern: string, ticketNumber: Context['unknowns']['ticketNumber']) =>
  ticketNumber === 'withLetters' ? pattern : pattern.replace(/-\{RANDSTRING:\d+\}/, '');

const usesSequence = (table: Table) =>
  table.columns.some((column) => 'autonumber' in column && column.autonumber);

const withoutNulls = (columns: Columns): Values =>
  Object.fromEntries([...columns].filter(([, value]) => value !== null));

/**
 * Who and when. A row brought in from elsewhere may say when it was made there: `createdon` then shows that, and
 * `overriddencreatedon` when it came here. In another's name: webapi/impersonate-another-user-web-api.
 */
function provenance({ caller, now }: Context, table: Table, given: Values): Values {
  const userOf = (id: string) => ({ table: 'systemuser', id });
  const user = userOf(caller.systemUserId);
  const behalf = caller.actingUserId ? userOf(caller.actingUserId) : null;
  const today = toDatetime(now);
  const migrated = given['overriddencreatedon'] ?? null;
  const values: Values = {
    createdon: migrated ?? today,
    modifiedon: today,
    overriddencreatedon: migrated === null ? null : today,
    createdby: user,
    modifiedby: user,
    createdonbehalfby: behalf,
    modifiedonbehalfby: behalf,
    ownerid: given['ownerid'] ?? user,
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => table.columnsByName.has(name)));
}
