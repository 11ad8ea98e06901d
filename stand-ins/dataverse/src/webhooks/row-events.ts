import type { RowEvent } from './row-event.js';

/** What one request has changed so far. It becomes known when it is committed, and what was taken back never happened. */
export class RowEvents {
  private readonly pending: RowEvent[] = [];

  add(event: RowEvent): void {
    this.pending.push(event);
  }

  /** Does the work of a transaction, or of a part of one: when a part fails, all of it does. */
  during<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.take();
      throw error;
    }
  }

  /** Hands over what there is, once. */
  take(): readonly RowEvent[] {
    return this.pending.splice(0);
  }
}
