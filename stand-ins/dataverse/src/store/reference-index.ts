import { isReference, type Row } from './row.js';

/** Which rows of a table refer to a row, so that a delete need not read them all. */
export class ReferenceIndex {
  private readonly referring = new Map<string, Set<string>>();

  add(row: Row): void {
    for (const entry of entriesOf(row)) {
      const ids = this.referring.get(entry);
      if (ids) ids.add(row.id);
      else this.referring.set(entry, new Set([row.id]));
    }
  }

  remove(row: Row): void {
    for (const entry of entriesOf(row)) {
      const ids = this.referring.get(entry);
      ids?.delete(row.id);
      if (ids?.size === 0) this.referring.delete(entry);
    }
  }

  /** The ids of the rows whose lookup `column` holds this row. */
  find(column: string, table: string, id: string): string[] {
    return [...(this.referring.get(entryOf(column, table, id)) ?? [])];
  }

  clear(): void {
    this.referring.clear();
  }
}

/** Whatever holds a reference is a lookup, so that a column added later needs no index of its own. */
function entriesOf({ values }: Row): string[] {
  const entries: string[] = [];
  for (const column in values) {
    const value = values[column];
    if (isReference(value)) entries.push(entryOf(column, value.table, value.id));
  }
  return entries;
}

const entryOf = (column: string, table: string, id: string) => `${column} ${table} ${id}`;
