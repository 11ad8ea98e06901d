import { randomUUID } from 'node:crypto';
import { findSchemaFile } from '../src/http/defaults.js';
import type { Data } from '../src/odata/data.js';
import { loadSchema } from '../src/schema/load-schema.js';
import type { Table } from '../src/schema/table.js';
import { RowStore } from '../src/store/row-store.js';
import type { Row, Values } from '../src/store/row.js';

/** Read once: properties are tried with hundreds of stores. */
const { tables } = loadSchema(findSchemaFile());

/** Rows in memory under the repository's schema, without a server. */
export class Memory implements Data {
  readonly tables = tables;
  readonly store = new RowStore(this.tables);
  now = Date.parse('2024-05-15T12:00:00Z');

  table(name: string): Table {
    const table = this.tables.named(name);
    if (!table) throw new Error(`There is no table ${name}`);
    return table;
  }

  add(name: string, values: Values, id: string = randomUUID()): Row {
    const { primaryId } = this.table(name);
    const row = { id, version: this.store.nextVersion(), values: { [primaryId]: id, ...values } };
    this.store.write({ op: 'put', table: name, ...row });
    return row;
  }
}
