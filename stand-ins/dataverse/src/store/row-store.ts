import type { AlternateKey, Table } from '../schema/table.js';
import type { Relationship } from '../schema/relationship.js';
import type { Tables } from '../schema/tables.js';
import type { Change, Commit } from './change.js';
import { ChangeLog } from './change-log.js';
import type { Row, Values } from './row.js';
import { TableRows } from './table-rows.js';
import { Transaction } from './transaction.js';

/** Puts something around a commit: it must call `write`, or throw. */
export type AroundCommit = (commit: Commit, write: () => void) => void;

/**
 * The organisation's rows: in memory, and in a log when there is a directory for it. Everything from a check to its commit runs
 * without a pause, so no two requests can slip between each other, and nobody sees a transaction that is not done.
 */
export class RowStore {
  private readonly rows: ReadonlyMap<string, TableRows>;
  private readonly log: ChangeLog | undefined;
  private transaction: Transaction | undefined;
  private version = 1_000_000;
  private sequence = 1_000;

  constructor(tables: Tables, dataDirectory?: string) {
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

  /** The rows that refer to this row in a relationship. */
  referring({ referencing, column, referenced }: Relationship, id: string): Row[] {
    return this.of(referencing).referring(column.name, referenced, id);
  }

  nextVersion(): number {
    return this.version + 1;
  }

  nextSequence(): number {
    return this.sequence + 1;
  }

  /**
   * Does several things as one. The work sees at once what it has written; when it is done, that goes to the log as one line, so
   * that whoever hears of it can rely on it. When the work or the log fails, everything is as it was. Inside of a transaction this
   * is a part of that one.
   */
  transact<T>(work: () => T, around: AroundCommit = (_, write) => write()): T {
    if (this.transaction) return work();
    const transaction = (this.transaction = new Transaction());
    try {
      const result = work();
      const [first, ...more] = transaction.changes;
      if (first) around([first, ...more], () => this.keep(transaction, [first, ...more]));
      return result;
    } catch (error) {
      transaction.rollBack();
      throw error;
    } finally {
      this.transaction = undefined;
    }
  }

  /** Changes a row, alone or as a part of the transaction under way. */
  write(change: Change): void {
    this.transact(() => {
      this.transaction?.add(change, this.undoOf(change));
      this.apply(change);
    });
  }

  /** Puts rows there that are no change of anybody's and that no log needs: the platform's own. */
  seed(table: Table, id: string, values: Values): void {
    this.of(table).put({ id, version: 1, values });
  }

  /** Forgets everything, seeds too. */
  clear(): void {
    this.log?.clear();
    for (const rows of this.rows.values()) rows.clear();
  }

  close(): void {
    this.log?.close();
  }

  private keep(transaction: Transaction, commit: Commit): void {
    this.log?.append(commit);
    transaction.keep();
  }

  /** Versions and numbers that were taken stay taken: nobody has seen them. */
  private undoOf({ table, id }: Change): () => void {
    const rows = this.rows.get(table);
    const before = rows?.get(id);
    return () => (before ? rows?.put(before) : rows?.delete(id));
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
