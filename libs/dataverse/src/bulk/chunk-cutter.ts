import type { RefusedEntry, BulkRow, RowPlan } from './bulk-row.js';
import type { BulkWrite } from './bulk-write.js';
import type { ChunkSize } from './chunk-size.js';
import { WholeLot, type Lot } from './lot.js';
import type { TargetDraft } from './target-draft.js';
import { TargetMemory } from './target-memory.js';
import type { Turn, Turns } from './turns.js';

/** A piece of the input. */
export interface Chunk<Entry> {
  /** Its rows, which go as one call. */
  readonly lot: Lot<Entry>;
  /** The entries between those that are never sent. */
  readonly refused: readonly RefusedEntry<Entry>[];
  /** It waits for what goes to the same places before it. */
  readonly turn: Turn;
}

/** In the order of the input. */
export function entriesOf<Entry>({
  lot,
  refused,
}: Chunk<Entry>): readonly (BulkRow<Entry> | RefusedEntry<Entry>)[] {
  return refused.length === 0 ? lot.rows : [...lot.rows, ...refused].sort((a, b) => a.index - b.index);
}

/**
 * Cuts the input by rows and bytes, and before a row that stands in the chunk already: a bulk message refuses a row twice
 * (learn.microsoft.com/power-apps/developer/data-platform/bulk-operations, "Duplicate records").
 */
export class ChunkCutter<Entry> {
  private readonly memory = new TargetMemory();
  private readonly ready: Chunk<Entry>[] = [];
  private lot: WholeLot<Entry>;
  private refused: RefusedEntry<Entry>[] = [];
  private turn: Turn;
  private mostRows = 0;

  constructor(
    private readonly size: ChunkSize,
    private readonly turns: Turns,
    private readonly wantedIn: BulkWrite<Entry>['wanted'],
  ) {
    this.lot = new WholeLot(this.memory, wantedIn);
    this.turn = turns.begin();
  }

  add(entry: Entry, index: number, plan: RowPlan, draft: TargetDraft): void {
    if (this.lot.length > 0 && this.lot.bytes + draft.json.length > this.size.mostBytes) this.cut();
    if (!this.turn.add(plan.place)) {
      this.cut();
      this.turn.add(plan.place);
    }
    this.begin();
    this.lot.add(entry, index, plan, draft);
    this.cutIfFull();
  }

  addRefused(entry: RefusedEntry<Entry>): void {
    this.begin();
    this.refused.push(entry);
    this.cutIfFull();
  }

  /** The next chunk that is cut off. */
  next(): Chunk<Entry> | undefined {
    return this.ready.shift();
  }

  /** Cuts off what there is; the next chunk begins. */
  cut(): void {
    const { lot, refused, turn } = this;
    if (this.count === 0) return;
    this.ready.push({ lot, refused, turn });
    this.lot = new WholeLot(this.memory, this.wantedIn);
    this.refused = [];
    this.turn = this.turns.begin();
  }

  private get count(): number {
    return this.lot.length + this.refused.length;
  }

  /** Once for each chunk, since rows are many; and not before it begins, since the last one may have waited long to be taken. */
  private begin(): void {
    if (this.count === 0) this.mostRows = this.size.rows;
  }

  private cutIfFull(): void {
    if (this.count >= this.mostRows) this.cut();
  }
}
