import type { Row } from './row.js';

/** Rows in the order of their ids: sorted when somebody first asks, and kept so with every change from then on. */
export class SortedRows {
  private sorted: Row[] | undefined;

  constructor(private readonly rows: ReadonlyMap<string, Row>) {}

  /** All of them, or those behind an id. A copy: whoever goes through it may change rows meanwhile. */
  after(id?: string): readonly Row[] {
    this.sorted ??= [...this.rows.values()].sort((left, right) => (left.id < right.id ? -1 : 1));
    return this.sorted.slice(id === undefined ? 0 : firstFrom(this.sorted, id, true));
  }

  put(row: Row): void {
    if (!this.sorted) return;
    const at = firstFrom(this.sorted, row.id, false);
    this.sorted.splice(at, this.sorted[at]?.id === row.id ? 1 : 0, row);
  }

  delete(id: string): void {
    if (this.sorted) this.sorted.splice(firstFrom(this.sorted, id, false), 1);
  }
}

/** Where the rows begin whose ids are not below this one; or, when asked, are above it. */
function firstFrom(rows: readonly Row[], id: string, above: boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = rows[middle]?.id ?? '';
    if (other < id || (above && other === id)) low = middle + 1;
    else high = middle;
  }
  return low;
}
