import type { LoadResult } from '../../load/step-writer.js';
import type { Tally, TakenChunk } from '../ledger/chunk.js';
import { counted } from './counted.js';

/** A chunk whose rows are on their way, and how far they are. */
export class ChunkInHand {
  private givenOut = 0;
  private back = 0;
  private isRead = false;
  private open: Error | undefined;
  private counted: Tally;

  constructor(readonly chunk: TakenChunk) {
    this.counted = chunk.tally;
  }

  /** A row of it is on its way. */
  giveOut(): void {
    this.givenOut += 1;
  }

  /** It has no more rows to give out. */
  endRead(): void {
    this.isRead = true;
  }

  /** A row of it has a result. */
  takeBack(result: LoadResult): void {
    this.back += 1;
    if (result.outcome === 'open') this.open = result.error;
    else this.counted = counted(this.counted, result);
  }

  /** Whether every row of it has come back. */
  get isOver(): boolean {
    return this.isRead && this.back === this.givenOut;
  }

  /** The last error for which a row of it was left open. */
  get openFor(): Error | undefined {
    return this.open;
  }

  /** All that is counted so far, by whoever had it before as well. */
  get tally(): Tally {
    return this.counted;
  }
}
