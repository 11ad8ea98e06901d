import { setMaxListeners } from 'node:events';
import { type Clock, onAbort } from '#lib/resilience';

/**
 * How the workers of a process come to rest. *Going*: they take rows. *Stopping*: they take none any more, and wait for what is under way.
 * *Over*: its time is up, too, and what is still under way is given up.
 */
export class Stop {
  private readonly first = new AbortController();
  private readonly last = new AbortController();
  private forget = (): void => undefined;
  private readonly stopListening: () => void;

  constructor(
    private readonly clock: Clock,
    private readonly graceMs: number,
    caller: AbortSignal | undefined,
  ) {
    // Every request under way listens.
    setMaxListeners(0, this.last.signal);
    this.stopListening = onAbort(caller, () => this.stop());
    if (caller?.aborted) this.stop();
  }

  /** Aborts when nothing more is to be taken. */
  get stopping(): AbortSignal {
    return this.first.signal;
  }

  /** Aborts when nothing more is waited for. */
  get over(): AbortSignal {
    return this.last.signal;
  }

  stop(): void {
    if (this.first.signal.aborted) return;
    this.first.abort();
    this.forget = this.clock.after(this.graceMs, () => this.last.abort());
  }

  /** All have come to rest. */
  close(): void {
    this.stopListening();
    this.forget();
  }
}
