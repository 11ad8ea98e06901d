import type { AlternateKey, Table } from '../schema/table.js';
import { Deletions } from './deletions.js';
import { ReferenceIndex } from './reference-index.js';
import { isReference, type Row, type Value, type Values } from './row.js';
import { SortedRows } from './sorted-rows.js';

interface KeyIndex {
  key: AlternateKey;
  ids: Map<string, string>;
}

const sameKey = (one: AlternateKey, other: AlternateKey) =>
  one.name === other.name && one.columns.join() === other.columns.join();

/** The rows of one table, found by id, by each alternate key, and by whom they refer to. */
export class TableRows {
  private readonly rows = new Map<string, Row>();
  private indexes: readonly KeyIndex[] = [];
  private readonly references = new ReferenceIndex();
  private readonly sorted = new SortedRows(this.rows);
  private readonly deletions = new Deletions();

  constructor(private table: Table) {
    this.indexes = table.keys.map((key) => this.indexed(key));
  }

  /** Goes on with what the table has become: indexes that are new are made of the rows that are there. */
  adopt(table: Table): void {
    if (table === this.table) return;
    this.table = table;
    this.indexes = table.keys.map(
      (key) => this.indexes.find((index) => sameKey(index.key, key)) ?? this.indexed(key),
    );
  }

  /** Whether two rows have the same values in these columns. */
  hasDuplicates(key: AlternateKey): boolean {
    const entries = [...this.rows.values()].flatMap(({ values }) => indexEntry(key, values) ?? []);
    return new Set(entries).size < entries.length;
  }

  /** Forgets what the rows hold in a column; their versions stay, for nobody has changed them. Gives the rows as they were. */
  dropColumn(column: string): readonly Row[] {
    const holders = [...this.rows.values()].filter(({ values }) => column in values);
    for (const row of holders) {
      const values = Object.fromEntries(Object.entries(row.values).filter(([name]) => name !== column));
      this.put({ ...row, values });
    }
    return holders;
  }

  get count(): number {
    return this.rows.size;
  }

  ids(): ReadonlySet<string> {
    return new Set(this.rows.keys());
  }

  get(id: string): Row | undefined {
    return this.rows.get(id);
  }

  findByKey(key: AlternateKey, values: Values): Row | undefined {
    const entry = indexEntry(key, values);
    const id = entry && this.indexes.find((index) => sameKey(index.key, key))?.ids.get(entry);
    return id ? this.rows.get(id) : undefined;
  }

  /** The rows whose lookup `column` holds this row. */
  referring(column: string, table: string, id: string): Row[] {
    return this.references.find(column, table, id).flatMap((referring) => this.rows.get(referring) ?? []);
  }

  put(row: Row): void {
    const before = this.rows.get(row.id);
    if (before) this.unindex(before);
    this.rows.set(row.id, row);
    this.sorted.put(row);
    this.references.add(row);
    for (const { key, ids } of this.indexes) {
      const entry = indexEntry(key, row.values);
      if (entry) ids.set(entry, row.id);
    }
  }

  delete(id: string): void {
    const before = this.rows.get(id);
    if (!before) return;
    this.unindex(before);
    this.rows.delete(id);
    this.sorted.delete(id);
  }

  /** Remembers when a row was deleted. Gives the way back. */
  noteDeletion(id: string, version: number): () => void {
    return this.deletions.note(id, version);
  }

  /** The rows that are gone, as rows that hold nothing, with the versions of their deletions. */
  deleted(): readonly Row[] {
    return this.deletions.except(this.rows);
  }

  /** In the order of their ids, which is the service's when none is asked for; from after `id` on when one is given. */
  scan(after?: string): readonly Row[] {
    return this.sorted.after(after);
  }

  private indexed(key: AlternateKey): KeyIndex {
    const ids = new Map<string, string>();
    for (const { id, values } of this.rows.values()) {
      const entry = indexEntry(key, values);
      if (entry) ids.set(entry, id);
    }
    return { key, ids };
  }

  private unindex(row: Row): void {
    this.references.remove(row);
    for (const { key, ids } of this.indexes) {
      const entry = indexEntry(key, row.values);
      if (entry) ids.delete(entry);
    }
  }
}

/** Strings are equal without regard to case, and a key with a null in it binds nobody. */
function indexEntry({ columns }: AlternateKey, values: Values): string | undefined {
  const parts = columns.map((column) => indexPart(values[column] ?? null));
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}

function indexPart(value: Value): string | number | boolean | undefined {
  if (value === null) return undefined;
  if (isReference(value)) return value.id;
  return typeof value === 'string' ? value.toLowerCase() : value;
}
