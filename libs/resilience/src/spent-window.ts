interface Slot {
  index: number;
  requests: number;
  executionMs: number;
}

/**
 * What was spent in the last window, in slots. An entry stays until a whole window after the *end* of its slot: a little
 * too long, never too short. It is dated by the response, so no agreement with the server's clock is needed: whenever the
 * server dated the request, it was earlier.
 */
export class SpentWindow {
  private readonly slots: Slot[] = [];
  private requestsInWindow = 0;
  private executionMsInWindow = 0;

  constructor(
    private readonly windowMs: number,
    private readonly slotMs: number,
  ) {}

  add(now: number, executionMs: number): void {
    const slot = this.slotAt(Math.floor(now / this.slotMs));
    slot.requests += 1;
    slot.executionMs += executionMs;
    this.requestsInWindow += 1;
    this.executionMsInWindow += executionMs;
  }

  spent(now: number): { requests: number; executionMs: number } {
    while (this.slots[0] && this.expiryOf(this.slots[0]) <= now) this.drop(this.slots[0]);
    return { requests: this.requestsInWindow, executionMs: this.executionMsInWindow };
  }

  /** When something will next be given back, in epoch milliseconds; undefined when nothing is spent. */
  nextExpiry(): number | undefined {
    return this.slots[0] && this.expiryOf(this.slots[0]);
  }

  private slotAt(index: number): Slot {
    const last = this.slots.at(-1);
    if (last?.index === index) return last;
    const slot = { index, requests: 0, executionMs: 0 };
    this.slots.push(slot);
    return slot;
  }

  private expiryOf({ index }: Slot): number {
    return (index + 1) * this.slotMs + this.windowMs;
  }

  private drop(slot: Slot): void {
    this.slots.shift();
    this.requestsInWindow -= slot.requests;
    // Sums of fractions drift; an empty window is exactly empty.
    this.executionMsInWindow = this.slots.length === 0 ? 0 : this.executionMsInWindow - slot.executionMs;
  }
}
