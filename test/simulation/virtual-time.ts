import { EventHeap, type Event } from './event-heap.js';

/** Rounds of promise reactions after each event: several times what the deepest chain of policies needs. */
const roundsOfReactions = 40;

/**
 * The time of a simulated world. It stands still while something happens, and then jumps to the next event: an hour passes in
 * the time that its events take. Events of one moment happen in the order in which they were foreseen, so a run
 * is the same each time.
 */
export class VirtualTime {
  private readonly events = new EventHeap();
  private foreseen = 0;
  private time = 0;

  /** @param letPromisesGoOn until all that can has gone on */
  constructor(private readonly letPromisesGoOn: () => Promise<void> = byPromises) {}

  now(): number {
    return this.time;
  }

  /** Something that wakes a client: whatever its promises set off happens before the time goes on. */
  after(ms: number, happen: () => void): () => void {
    return this.foresee(ms, happen, true);
  }

  /** Something of which no client hears at that moment. It need not be waited for, which is a good deal faster. */
  quietlyAfter(ms: number, happen: () => void): () => void {
    return this.foresee(ms, happen, false);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets everything happen until that moment; stops sooner when it is enough. */
  async runUntil(end: number, isEnough: () => boolean = () => false): Promise<void> {
    await this.letPromisesGoOn();
    for (let next = this.events.first; next && next.at <= end; next = this.events.first) {
      this.events.shift();
      if (next.isCancelled) continue;
      this.time = next.at;
      next.happen();
      if (next.isHeard) await this.letPromisesGoOn();
      if (isEnough()) return;
    }
    this.time = end;
  }

  private foresee(ms: number, happen: () => void, isHeard: boolean): () => void {
    const at = this.time + Math.max(ms, 0);
    const event: Event = { at, order: (this.foreseen += 1), happen, isHeard, isCancelled: false };
    this.events.add(event);
    return () => void (event.isCancelled = true);
  }
}

/** However long their chain is. */
export const byTheEventLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const kept = Promise.resolve();

/** A turn of the event loop for each of millions of events would cost more than the events. */
async function byPromises(): Promise<void> {
  for (let round = 0; round < roundsOfReactions; round += 1) await kept;
}
