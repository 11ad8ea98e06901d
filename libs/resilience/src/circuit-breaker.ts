import Opossum from 'opossum';
import { type Clock, systemClock } from './clock.js';

/** What the circuit is doing. Times in epoch milliseconds. */
export type CircuitState =
  | { state: 'closed' }
  | { state: 'open'; openedAt: number; retryAt: number }
  | { state: 'half-open'; probing: boolean };

/** How a call ended. */
export type CallOutcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

/**
 * What an outcome says of the far side: it `answer`ed, there is an `outage`, or `neither` (the caller left, no token, no
 * budget: nothing was learned).
 */
export type CircuitVerdict = 'answer' | 'outage' | 'neither';

/** When to open, and for how long. */
export interface CircuitBreakerOptions {
  /** Names what is behind the circuit, for messages. */
  name: string;
  /** How long the circuit stays open before one call may try, in milliseconds. Default 15 seconds. */
  openForMs?: number | undefined;
  /** The rolling window in which outages are counted, in milliseconds. Default 10 seconds. */
  windowMs?: number | undefined;
  /** More outages than this, in per cent of the calls of the window, open the circuit. Default 50. */
  outagePercent?: number | undefined;
  /** So many calls must have ended in the window before it may open. Default 10. */
  minimumCalls?: number | undefined;
  clock?: Clock | undefined;
}

/** The circuit is open: nothing was sent, and no budget was spent. */
export class CircuitOpenError extends Error {
  readonly code = 'circuit-open';
  override readonly name = 'CircuitOpenError';

  constructor(
    circuit: string,
    /** When it is worth trying again, in milliseconds from now. */
    readonly retryAfterMs: number,
  ) {
    super(`The circuit to ${circuit} is open.`);
  }
}

/** While one call probes, the others come back about a call's length later. */
const whileProbingMs = 1_000;

/**
 * A circuit breaker whose arithmetic and states are opossum's.
 *
 * *Closed*: calls pass, and their outcomes are counted; too many outages open it. *Open*: every call is refused at once.
 * After `openForMs` it is *half open*: one call may try. An answer closes it, an outage opens it again; when that call ends
 * with neither, the next one may try.
 *
 * opossum counts a filtered error as a success, so a cancelled call would close a half-open circuit, and it counts a call
 * when it starts, so cancelled calls would dilute the rate of outages. Therefore the work runs outside, and only its
 * verdict passes through `fire()`, when there is one. A verdict of a call that began before the state last changed is old
 * news and is dropped: the answer to a slow call of before says nothing of now.
 */
export class CircuitBreaker {
  private readonly opossum: Opossum<[CircuitVerdict], void>;
  private readonly clock: Clock;
  private readonly openForMs: number;
  private readonly listeners = new Set<(state: CircuitState) => void>();
  private openedAt = 0;
  private era = 0;
  private probing = false;

  constructor(private readonly options: CircuitBreakerOptions) {
    this.clock = options.clock ?? systemClock;
    this.openForMs = options.openForMs ?? 15_000;
    this.opossum = new Opossum(report, {
      timeout: false,
      resetTimeout: this.openForMs,
      rollingCountTimeout: options.windowMs ?? 10_000,
      errorThresholdPercentage: options.outagePercent ?? 50,
      volumeThreshold: options.minimumCalls ?? 10,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
    });
    this.opossum.on('open', () => {
      this.openedAt = this.clock.now();
      this.changed();
    });
    this.opossum.on('halfOpen', () => this.changed());
    this.opossum.on('close', () => this.changed());
  }

  /** Does the work unless the circuit is open (`CircuitOpenError`), and learns from its outcome by `judge`. */
  async run<T>(work: () => Promise<T>, judge: (outcome: CallOutcome<T>) => CircuitVerdict): Promise<T> {
    this.refuseUnlessPassable();
    const { era } = this;
    this.probing = this.opossum.halfOpen;
    try {
      const value = await work();
      this.learn(era, judge({ ok: true, value }));
      return value;
    } catch (error) {
      this.learn(era, judge({ ok: false, error }));
      throw error;
    }
  }

  state(): CircuitState {
    if (this.opossum.opened) {
      return { state: 'open', openedAt: this.openedAt, retryAt: this.openedAt + this.openForMs };
    }
    return this.opossum.halfOpen ? { state: 'half-open', probing: this.probing } : { state: 'closed' };
  }

  /** Tells of every change from now on; the answer stops it. */
  onStateChange(listener: (state: CircuitState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Stops its timers. */
  close(): void {
    this.listeners.clear();
    this.opossum.shutdown();
  }

  private refuseUnlessPassable(): void {
    const state = this.state();
    if (state.state === 'open') {
      throw new CircuitOpenError(this.options.name, Math.max(state.retryAt - this.clock.now(), 0));
    }
    if (state.state === 'half-open' && state.probing)
      throw new CircuitOpenError(this.options.name, whileProbingMs);
  }

  private learn(era: number, verdict: CircuitVerdict): void {
    if (era !== this.era) return;
    if (verdict === 'neither') {
      this.probing = false;
      return;
    }
    // The rejection is opossum's way to hear of an outage; the call itself has its own error.
    this.opossum.fire(verdict).catch(() => undefined);
  }

  private changed(): void {
    this.era += 1;
    this.probing = false;
    const state = this.state();
    for (const listener of this.listeners) listener(state);
  }
}

const report = async (verdict: CircuitVerdict): Promise<void> => {
  if (verdict === 'outage') throw new Error('outage');
};
