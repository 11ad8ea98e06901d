import { BulkRow, type RefusedEntry, type RowPlan } from './bulk-row.js';
import type { ChunkSize } from './chunk-size.js';
import { TargetList } from './target-list.js';
import { TargetMemory } from './target-memory.js';
import type { Turn, Turns } from './turns.js';

/** An entry of the input, and how it is written. */
export interface PlannedEntry<Entry> {
  readonly entry: Entry;
  readonly index: number;
  readonly plan: RowPlan;
  /** Which row it is, as a number: see `placeOf`. */
  readonly place: number;
}

/** A row to send, or an entry of the input between those that is never sent. */
export type ChunkRow<Entry> = BulkRow<Entry> | RefusedEntry<Entry>;

/** Rows that go as one call, in the order of the input. */
export interface Chunk<Entry> {
  readonly rows: readonly ChunkRow<Entry>[];
  /** It waits for what goes to the same places before it. */
  readonly turn: Turn;
}

/**
 * Cuts the input by rows and bytes, and before a row that stands in the chunk already: a bulk message refuses a row twice
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Duplicate records").
 */
export class ChunkCutter<Entry> {
  private rows: ChunkRow<Entry>[] = [];
  private readonly memory = new TargetMemory();
  private targets = new TargetList(this.memory);
  private turn: Turn;
  private mostRows = 0;

  constructor(
    private readonly size: ChunkSize,
    private readonly turns: Turns,
  ) {
    this.turn = turns.begin();
  }

  /** Whether this one may stand in the present chunk. */
  takes(next: PlannedEntry<Entry> | RefusedEntry<Entry>): boolean {
    if (this.isEmpty || !('plan' in next)) return true;
    return this.targets.length + next.plan.values.length <= this.size.mostBytes && !this.turn.has(next.place);
  }

  add(next: PlannedEntry<Entry> | RefusedEntry<Entry>): void {
    // Once for each chunk, since rows are many; and not before it begins, since the last one may have waited long to be taken.
    if (this.isEmpty) this.mostRows = this.size.rows;
    this.rows.push('plan' in next ? this.written(next) : next);
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  get isFull(): boolean {
    return this.rows.length >= this.mostRows;
  }

  /** The present chunk; the next one begins. */
  cut(): Chunk<Entry> {
    const { rows, turn } = this;
    this.rows = [];
    this.targets = new TargetList(this.memory);
    this.turn = this.turns.begin();
    return { rows, turn };
  }

  private written({ entry, index, plan, place }: PlannedEntry<Entry>): BulkRow<Entry> {
    this.turn.add(place);
    return new BulkRow(entry, index, plan, this.targets.add(plan.head, plan.values));
  }
}
