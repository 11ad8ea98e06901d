import { backoff, type Clock } from '#lib/resilience';
import type { Trouble } from './bulk-trouble.js';

/** So often in a row something is tried that somebody would have to mend; definitions take a moment to reach every server. */
const triesUnready = 3;
const baseMs = 1_000;
const capMs = 30_000;

/** How long trouble is borne, in milliseconds. */
export interface PatienceOptions {
  clock: Clock;
  random: () => number;
  patienceMs: number;
  signal: AbortSignal | undefined;
}

/**
 * Waits before rows are sent again, and says when it is enough. Waiting for budget is no trouble and has no end: that is what the
 * caller's signal is for.
 */
export class Patience {
  private since: number | undefined;
  private tries = 0;
  private unready = 0;

  constructor(private readonly options: PatienceOptions) {}

  /** @throws the signal's reason when the caller leaves meanwhile */
  async allows(trouble: Trouble): Promise<boolean> {
    const { clock, random, patienceMs, signal } = this.options;
    if (trouble === 'no-room') {
      await clock.sleep(backoff({ attempt: 1, baseMs, capMs, random }), signal);
      return true;
    }
    this.since ??= clock.now();
    this.tries += 1;
    this.unready = trouble === 'not-ready' ? this.unready + 1 : 0;
    if (this.unready >= triesUnready) return false;
    const waitMs = backoff({ attempt: this.tries, baseMs, capMs, random });
    if (clock.now() + waitMs - this.since > patienceMs) return false;
    await clock.sleep(waitMs, signal);
    return true;
  }

  /** Something was done again. */
  renew(): void {
    this.since = undefined;
    this.tries = 0;
    this.unready = 0;
  }
}
