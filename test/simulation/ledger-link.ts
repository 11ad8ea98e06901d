import type { ProcessClock } from './process-clock.js';
import type { VirtualTime } from './virtual-time.js';

/** What happens to what is sent, either way. */
export type Carriage = 'well' | 'requests lost' | 'answers lost';

export interface LinkOptions {
  /** One way, drawn for each message. */
  delayMs: () => number;
  /** When the process no longer waits for an answer. */
  timeoutMs: number;
}

/** The network between one process and the ledger. A message that is lost or late is missed by its sender after the timeout. */
export class LedgerLink {
  carriage: Carriage = 'well';
  /** Beside the usual delay. */
  slowerByMs = 0;

  constructor(
    private readonly time: VirtualTime,
    private readonly clock: ProcessClock,
    private readonly options: LinkOptions,
  ) {}

  /** There and back. A far side that is down gives no answer; one that hears of a request too late does what it says all the same. */
  carry<Answer>(ask: () => Answer | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const stopWaiting = this.clock.after(this.options.timeoutMs, () => reject(new Error('No answer.')));
      if (this.carriage === 'requests lost') return;
      this.time.quietlyAfter(this.delayMs(), () => {
        const answer = ask();
        if (answer === undefined || this.carriage !== 'well') return;
        const hear = this.clock.whileAlive(() => {
          stopWaiting();
          resolve(answer);
        });
        this.time.after(this.delayMs(), hear);
      });
    });
  }

  /** One way, from the far side. */
  tell(hear: () => void): void {
    if (this.carriage === 'well') this.time.after(this.delayMs(), this.clock.whileAlive(hear));
  }

  private delayMs(): number {
    return this.options.delayMs() + this.slowerByMs;
  }
}
