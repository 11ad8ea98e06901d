import { Injectable } from '@nestjs/common';

/** What a sender waits for. */
export interface Registration {
  ticketNumber: string;
  registeredAt: Date;
}

/**
 * Lets the answer to a post wait a moment for the case's registration, so that most senders hear their ticket number at once.
 *
 * It knows only what happens in this process. Whoever is registered elsewhere, or before the wait began, is answered without a
 * ticket number when the patience is over, and finds it under the case's address.
 */
@Injectable()
export class Patience {
  private readonly waiting = new Map<string, (registration?: Registration) => void>();

  /** @param patienceMs how long an answer may wait, in milliseconds; 0 never waits */
  constructor(private readonly patienceMs: number) {}

  /** The registration when the case is registered in time, else undefined. Waits from the call on. */
  async wait(reference: string): Promise<Registration | undefined> {
    if (this.patienceMs === 0) return undefined;
    return new Promise((resolve) => {
      const end = (registration?: Registration) => {
        clearTimeout(timer);
        this.waiting.delete(reference);
        resolve(registration);
      };
      const timer = setTimeout(() => end(), this.patienceMs);
      this.waiting.set(reference, end);
    });
  }

  /** Tells the one who waits for this case, if anybody does. */
  registered(reference: string, registration: Registration): void {
    this.waiting.get(reference)?.(registration);
  }

  /** Ends the wait for this case at once: it will not come soon. */
  giveUp(reference: string): void {
    this.waiting.get(reference)?.();
  }
}
