import type { Context } from '../operations/request.js';
import { toDatetime } from '../columns/check-date.js';
import { MESSAGE, MESSAGE_FILTER } from '../schema/message.tables.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Values } from '../store/row.js';
import { metadataId } from './metadata-id.js';

const READS = ['Retrieve', 'RetrieveMultiple'];
const WRITES = ['Create', 'Delete', 'Update', 'Upsert'];
const BULK = ['CreateMultiple', 'UpdateMultiple', 'UpsertMultiple'];

/** Those of its messages that the stand-in carries out: developer/data-platform/bulk-operations, "Availability". */
function messagesOf(table: Table): readonly string[] {
  if (table.definition.platform) return READS;
  return table.takesBulkMessages ? [...READS, ...WRITES, ...BULK] : [...READS, ...WRITES];
}

/** Puts there the messages, and which table knows which. */
export function seedMessages(tables: Tables, store: RowStore): void {
  seed(store, tables.named(MESSAGE), [...READS, ...WRITES, ...BULK].map(messageRow));
  seed(store, tables.named(MESSAGE_FILTER), tables.all.flatMap(filterRows));
}

/** One that is there already stays as it is. */
function seed(store: RowStore, table: Table | undefined, rows: readonly NewRow[]): void {
  if (!table) return;
  for (const { id, values } of rows) if (!store.get(table, id)) store.seed(table, id, values);
}

/** A new table knows its messages from the start. */
export function recordMessages({ store }: Context, table: Table): void {
  for (const { id, values } of filterRows(table))
    store.write({ op: 'put', table: MESSAGE_FILTER, id, version: store.nextVersion(), values });
}

/** A table that is gone knows none. */
export function forgetMessages({ store }: Context, table: Table): void {
  for (const { id } of filterRows(table))
    store.write({ op: 'delete', table: MESSAGE_FILTER, id, version: store.nextVersion() });
}

interface NewRow {
  id: string;
  values: Values;
}

const messageRow = (name: string): NewRow => row(MESSAGE, metadataId(MESSAGE, name), { name });

const filterRows = (table: Table): NewRow[] =>
  messagesOf(table).map((message) =>
    row(MESSAGE_FILTER, metadataId(MESSAGE_FILTER, message, table.name), {
      primaryobjecttypecode: table.name,
      sdkmessageid: { table: MESSAGE, id: messageRow(message).id },
    }),
  );

const since = toDatetime(Date.UTC(2020, 0, 1));

const row = (table: string, id: string, values: Values): NewRow => ({
  id,
  values: { ...values, [`${table}id`]: id, createdon: since, modifiedon: since },
});
