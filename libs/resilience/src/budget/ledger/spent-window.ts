import type { Spend } from '../limits.js';

interface Slot extends Spend {
  index: number;
}

/** What was spent so long ago. */
export interface PastSpend extends Spend {
  ageMs: number;
}

/**
 * What was spent in the last window, in slots. An entry stays until a whole window after the *end* of its slot: a little
 * too long, never too short. It is dated by the response, so no agreement with the server's clock is needed: whenever the
 * server dated the request, it was earlier.
 */
export class SpentWindow {
  private readonly slots: Slot[] = [];
  private readonly total: Spend = { requests: 0, executionMs: 0 };

  constructor(
    private readonly windowMs: number,
    private readonly slotMs: number,
  ) {}

  add(now: number, { requests, executionMs }: Spend): void {
    const slot = this.slotAt(Math.floor(now / this.slotMs));
    slot.requests += requests;
    slot.executionMs += executionMs;
    this.total.requests += requests;
    this.total.executionMs += executionMs;
  }

  spent(now: number): Spend {
    while (this.slots[0] && this.expiryOf(this.slots[0]) <= now) this.drop(this.slots[0]);
    return { ...this.total };
  }

  /** When at least so much will have been given back, in epoch milliseconds; undefined when there is not so much. */
  whenFreed(wanted: Spend): number | undefined {
    const freed = { requests: 0, executionMs: 0 };
    for (const slot of this.slots) {
      freed.requests += slot.requests;
      freed.executionMs += slot.executionMs;
      if (freed.requests >= wanted.requests && freed.executionMs >= wanted.executionMs)
        return this.expiryOf(slot);
    }
    return undefined;
  }

  /** What is in the window, oldest first, by the time that has passed since the end of its slot. */
  past(now: number): PastSpend[] {
    return this.slots.map(({ index, requests, executionMs }) => ({
      ageMs: Math.max(now - (index + 1) * this.slotMs, 0),
      requests,
      executionMs,
    }));
  }

  private slotAt(index: number): Slot {
    const place = this.slots.findLastIndex((slot) => slot.index <= index);
    const found = this.slots[place];
    if (found?.index === index) return found;
    const slot = { index, requests: 0, executionMs: 0 };
    this.slots.splice(place + 1, 0, slot);
    return slot;
  }

  private expiryOf({ index }: Slot): number {
    return (index + 1) * this.slotMs + this.windowMs;
  }

  private drop(slot: Slot): void {
    this.slots.shift();
    this.total.requests -= slot.requests;
    // Sums of fractions drift; an empty window is exactly empty.
    this.total.executionMs = this.slots.length === 0 ? 0 : this.total.executionMs - slot.executionMs;
  }
}
