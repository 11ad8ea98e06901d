import type { AlternateKey, Table } from '../schema/table.js';
import type { Tables } from '../schema/tables.js';
import type { Change } from './change.js';
import { ChangeLog } from './change-log.js';
import { isReference, type Row, type Values } from './row.js';
import { TableRows } from './table-rows.js';

/**
 * The organisation's rows: in memory, and in a log when there is a directory for it. Everything from a check to its commit runs
 * without a pause, so no two requests can slip between each other.
 */
export class RowStore {
  private readonly rows: ReadonlyMap<string, TableRows>;
  private readonly log: ChangeLog | undefined;
  private version = 1_000_000;
  private sequence = 1_000;

  constructor(
    private readonly tables: Tables,
    dataDirectory?: string,
  ) {
    this.rows = new Map(tables.all.map((table) => [table.name, new TableRows(table)]));
    this.log = dataDirectory ? ChangeLog.open(dataDirectory) : undefined;
    try {
      this.log?.replay((change) => this.apply(change));
    } catch (error) {
      this.log?.close();
      throw error;
    }
  }

  get(table: Table, id: string): Row | undefined {
    return this.of(table).get(id);
  }

  findByKey(table: Table, key: AlternateKey, values: Values): Row | undefined {
    return this.of(table).findByKey(key, values);
  }

  scan(table: Table, after?: string): Iterable<Row> {
    return this.of(table).scan(after);
  }

  countByTable(): Record<string, number> {
    return Object.fromEntries([...this.rows].map(([name, rows]) => [name, rows.count]));
  }

  /** The first row of any table whose lookup holds this id. */
  referrer(target: Table, id: string): { table: Table; row: Row } | undefined {
    for (const table of this.tables.all) {
      const lookups = table.columns.filter(
        (column) => column.type === 'lookup' && target.name in column.targets,
      );
      if (lookups.length === 0) continue;
      for (const row of this.scan(table)) {
        const refers = ({ name }: { name: string }) => {
          const value = row.values[name];
          return isReference(value) && value.id === id && value.table === target.name;
        };
        if (lookups.some(refers)) return { table, row };
      }
    }
    return undefined;
  }

  nextVersion(): number {
    return this.version + 1;
  }

  nextSequence(): number {
    return this.sequence + 1;
  }

  /** On disk first, then in memory: whoever hears of a row can rely on it. */
  commit(change: Change): void {
    this.log?.append(change);
    this.apply(change);
  }

  /** Puts rows there that are no change of anybody's and that no log needs: the platform's own. */
  seed(table: Table, id: string, values: Values): void {
    this.of(table).put({ id, version: 1, values });
  }

  clear(): void {
    this.log?.clear();
    for (const table of this.tables.all) if (!table.definition.platform) this.of(table).clear();
  }

  close(): void {
    this.log?.close();
  }

  private apply(change: Change): void {
    this.version = Math.max(this.version, change.version);
    // A table that has left the schema keeps its lines in the log, and shows them again when it comes back.
    const rows = this.rows.get(change.table);
    if (change.op === 'delete') return rows?.delete(change.id);
    this.sequence = Math.max(this.sequence, change.sequence ?? 0);
    rows?.put({ id: change.id, version: change.version, values: change.values });
  }

  private of(table: Table): TableRows {
    const rows = this.rows.get(table.name);
    if (!rows) throw new Error(`No rows for ${table.name}`);
    return rows;
  }
}
