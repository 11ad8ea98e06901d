import { FILE_ATTACHMENT } from '../schema/file-attachment.table.js';
import type { AlternateKey, Table } from '../schema/table.js';
import type { Relationship } from '../schema/relationship.js';
import { isSchemaChange, type SchemaChange } from '../schema/schema-change.js';
import type { Tables } from '../schema/tables.js';
import type { Change, RowChange } from './change.js';
import { ChangeLog } from './change-log.js';
import { FileContents } from './file-contents.js';
import type { Row, Values } from './row.js';
import { RowsByTable } from './rows-by-table.js';
import { Transaction } from './transaction.js';

/** Puts something around the end of a transaction, which may have changed nothing. It must call `write` when something has changed, or throw. */
export type AroundCommit = (changes: readonly Change[], write: () => void) => void;

/**
 * The organisation's rows: in memory, and in a log when there is a directory for it. Everything from a check to its commit runs
 * without a pause, so no two requests can slip between each other, and nobody sees a transaction that is not done.
 */
export class RowStore {
  private readonly contents: FileContents;
  private readonly rows: RowsByTable;
  /** What has been changed in the schema since the start of all, in order. */
  private schemaChanges: SchemaChange[] = [];
  private readonly log: ChangeLog | undefined;
  private transaction: Transaction | undefined;
  private version = 1_000_000;
  /** The version of the last change that was kept: those that were taken back are given again after a restart. */
  private keptVersion = this.version;
  /** What had changed before this version is forgotten. */
  private forgottenVersion = 0;
  private sequence = 1_000;
  private changesOfSchema = 0;

  constructor(
    private readonly tables: Tables,
    dataDirectory?: string,
  ) {
    this.rows = new RowsByTable(tables);
    this.log = dataDirectory ? ChangeLog.open(dataDirectory) : undefined;
    this.contents = new FileContents(dataDirectory);
    try {
      this.log?.replay((change) => this.apply(change));
      this.keptVersion = this.version;
      this.contents.keepOnly(this.rows.named(FILE_ATTACHMENT)?.ids() ?? new Set());
    } catch (error) {
      this.log?.close();
      throw error;
    }
  }

  /** Grows with each change of the schema, also with one that is taken back: a client that has cached it must look again. */
  get schemaVersion(): number {
    return 1_000_000 + this.changesOfSchema;
  }

  get(table: Table, id: string): Row | undefined {
    return this.rows.of(table).get(id);
  }

  findByKey(table: Table, key: AlternateKey, values: Values): Row | undefined {
    return this.rows.of(table).findByKey(key, values);
  }

  /** Whether rows stand in the way of a key's index. */
  hasDuplicates(table: Table, key: AlternateKey): boolean {
    return this.rows.of(table).hasDuplicates(key);
  }

  scan(table: Table, after?: string): readonly Row[] {
    return this.rows.of(table).scan(after);
  }

  /** The rows that are gone, as rows that hold nothing, with the versions of their deletions. */
  deleted(table: Table): readonly Row[] {
    return this.rows.of(table).deleted();
  }

  countByTable(): Record<string, number> {
    return this.rows.countByTable();
  }

  /** The rows that refer to this row in a relationship. */
  referring({ referencing, column, referenced }: Relationship, id: string): Row[] {
    return this.rows.of(referencing).referring(column.name, referenced, id);
  }

  nextVersion(): number {
    return this.version + 1;
  }

  /** The version of the last change of any row. */
  get lastVersion(): number {
    return this.keptVersion;
  }

  /** Whether everything that has changed after a version is known here. */
  knowsChangesSince(version: number): boolean {
    return version >= this.forgottenVersion && version <= this.keptVersion;
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
      around(transaction.changes, () => this.keep(transaction));
      return result;
    } catch (error) {
      transaction.rollBack();
      throw error;
    } finally {
      this.transaction = undefined;
    }
  }

  /** Changes a row or the schema, alone or as a part of the transaction under way. */
  write(change: Change): void {
    this.transact(() => {
      this.transaction?.add(change, this.apply(change));
      if (change.op === 'delete' && change.table === FILE_ATTACHMENT)
        this.whenKept(() => this.contents.delete(change.id));
    });
  }

  /** Writes the row that describes a file, with its contents. */
  writeFile(change: Extract<Change, { op: 'put' }>, bytes: Buffer): void {
    this.transact(() => {
      this.contents.put(change.id, bytes);
      const undo = this.apply(change);
      this.transaction?.add(change, () => {
        undo();
        this.contents.delete(change.id);
      });
    });
  }

  /** So many bytes of a file from there on, or as many as there are. */
  readFile(id: string, start: number, length: number): Buffer {
    return this.contents.read(id, start, length);
  }

  /** Does something when the transaction under way is kept, and never when it is taken back. */
  whenKept(then: () => void): void {
    if (this.transaction) this.transaction.whenKept(then);
    else then();
  }

  /** Puts rows there that are no change of anybody's and that no log needs: the platform's own. */
  seed(table: Table, id: string, values: Values): void {
    this.rows.of(table).put({ id, version: 1, values });
  }

  /** Forgets the rows, seeds too; those about the schema, and what was changed in it, only when that is forgotten as well. */
  clear({ schema }: { schema: boolean }): void {
    const kept = schema ? [] : [...this.schemaChanges, ...this.rowsAboutSchema()];
    this.log?.clear();
    if (schema) this.tables.restore();
    this.changesOfSchema += 1;
    this.schemaChanges = [];
    this.rows.clear();
    this.contents.keepOnly(new Set());
    this.version += 1;
    this.keptVersion = this.forgottenVersion = this.version;
    for (const change of kept) this.write(change);
  }

  close(): void {
    this.log?.close();
  }

  private keep(transaction: Transaction): void {
    const [first, ...more] = transaction.changes;
    if (!first) return;
    this.log?.append([first, ...more]);
    transaction.keep();
    this.keptVersion = Math.max(this.keptVersion, ...transaction.changes.map(versionOf));
  }

  /** Gives the way back. */
  private apply(change: Change): () => void {
    return isSchemaChange(change) ? this.applyToSchema(change) : this.applyToRow(change);
  }

  private applyToSchema(change: SchemaChange): () => void {
    const undo = this.rows.change(change);
    this.schemaChanges.push(change);
    this.changesOfSchema += 1;
    return () => {
      this.schemaChanges.pop();
      undo();
    };
  }

  /** Versions and numbers that were taken stay taken when it is taken back: nobody has seen them. */
  private applyToRow(change: RowChange): () => void {
    this.version = Math.max(this.version, change.version);
    // A table that has left the schema keeps its lines in the log, and shows them again when it comes back.
    const rows = this.rows.named(change.table);
    const before = rows?.get(change.id);
    let restoreDeletion: (() => void) | undefined;
    if (change.op === 'delete') {
      rows?.delete(change.id);
      restoreDeletion = rows?.noteDeletion(change.id, change.version);
    } else {
      this.sequence = Math.max(this.sequence, change.sequence ?? 0);
      rows?.put({ id: change.id, version: change.version, values: change.values });
    }
    return () => {
      restoreDeletion?.();
      if (before) rows?.put(before);
      else rows?.delete(change.id);
    };
  }

  private *rowsAboutSchema(): Iterable<RowChange> {
    for (const table of this.tables.all) {
      if (!table.definition.aboutSchema) continue;
      for (const row of this.scan(table)) yield { op: 'put', table: table.name, ...row };
    }
  }
}

const versionOf = (change: Change): number => (isSchemaChange(change) ? 0 : change.version);
