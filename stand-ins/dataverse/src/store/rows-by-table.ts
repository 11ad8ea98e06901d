import { applySchemaChange } from '../schema/apply-schema-change.js';
import type { SchemaChange } from '../schema/schema-change.js';
import type { Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import { TableRows } from './table-rows.js';

/** The rows of every table, which follow the schema when it changes. */
export class RowsByTable {
  private rows: ReadonlyMap<string, TableRows> = new Map();

  constructor(private readonly tables: Tables) {
    this.adopt();
  }

  named(name: string): TableRows | undefined {
    return this.rows.get(name);
  }

  of(table: Table): TableRows {
    const rows = this.rows.get(table.name);
    if (!rows) throw new Error(`No rows for ${table.name}`);
    return rows;
  }

  countByTable(): Record<string, number> {
    return Object.fromEntries([...this.rows].map(([name, rows]) => [name, rows.count]));
  }

  clear(): void {
    this.rows = new Map();
    this.adopt();
  }

  /** Changes the schema, and with it the rows. Gives the way back. */
  change(change: SchemaChange): () => void {
    const [state, rows] = [this.tables.state, this.rows];
    const dropped =
      change.op === 'dropColumn' ? rows.get(change.table)?.dropColumn(change.column) : undefined;
    this.tables.restore(applySchemaChange(state, change));
    this.adopt();
    return () => {
      this.tables.restore(state);
      this.rows = rows;
      this.adopt();
      for (const row of dropped ?? []) if (change.op === 'dropColumn') rows.get(change.table)?.put(row);
    };
  }

  /** Every table that there is has its rows; those of the others are let go. */
  private adopt(): void {
    this.rows = new Map(
      this.tables.all.map((table) => {
        const rows = this.rows.get(table.name) ?? new TableRows(table);
        rows.adopt(table);
        return [table.name, rows];
      }),
    );
  }
}
