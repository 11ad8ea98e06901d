import { Injectable } from '@nestjs/common';

/**
 * Lets the answer to a post wait a moment for the case's registration, so that most senders hear their ticket number at once.
 *
 * It knows only what happens in this process. Whoever is registered elsewhere, or before the wait began, is answered without a
 * ticket number when the patience is over, and finds it under the case's address.
 */
@Injectable()
export class Patience {
  private readonly waiting = new Map<string, (ticketNumber: string) => void>();

  /** @param patienceMs how long an answer may wait, in milliseconds; 0 never waits */
  constructor(private readonly patienceMs: number) {}

  /** The ticket number when the case is registered in time, else undefined. */
  async wait(reference: string): Promise<string | undefined> {
    if (this.patienceMs === 0) return undefined;
    return new Promise((resolve) => {
      const end = (ticketNumber?: string) => {
        clearTimeout(timer);
        this.waiting.delete(reference);
        resolve(ticketNumber);
      };
      const timer = setTimeout(end, this.patienceMs);
      this.waiting.set(reference, end);
    });
  }

  /** Tells the one who waits for this case, if anybody does. */
  registered(reference: string, ticketNumber: string): void {
    this.waiting.get(reference)?.(ticketNumber);
  }
}
