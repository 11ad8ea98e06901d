import type { Lane, Spend } from './limits.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import type { Settlement, Untold } from './ledger/ledger-message.js';
import { OperationsMeter } from './ledger/operations-meter.js';
import { SpentWindow } from './ledger/spent-window.js';

/** A permit that this process holds. */
export interface OwnPermit {
  lane: Lane;
  estimatedMs: number;
  grantedAt: number;
}

/** What is spent and in flight. */
export type OwnUse = Spend & { inFlight: number };

/** This process's own part of the window: what it must remember to go on when the ledger cannot be reached. */
export class OwnSpend {
  private readonly window: SpentWindow;
  private readonly permits = new Map<string, OwnPermit>();
  private readonly operations = new OperationsMeter();

  constructor({ windowMs, slotMs }: LedgerSettings) {
    this.window = new SpentWindow(windowMs, slotMs);
  }

  holds(id: string): boolean {
    return this.permits.has(id);
  }

  granted(id: string, permit: OwnPermit): void {
    this.permits.set(id, permit);
  }

  settled({ id, executionMs, operations }: Settlement, now: number): void {
    this.permits.delete(id);
    if (executionMs === undefined) return;
    this.window.add(now, { requests: 1, executionMs });
    this.operations.count(now, operations);
  }

  use(now: number): OwnUse {
    const { requests, executionMs } = this.window.spent(now);
    let setAsideMs = 0;
    for (const { estimatedMs, grantedAt } of this.permits.values())
      setAsideMs += Math.max(estimatedMs, now - grantedAt);
    return {
      requests: requests + this.permits.size,
      executionMs: executionMs + setAsideMs,
      inFlight: this.permits.size,
    };
  }

  /** Nothing of it is in the window any more. */
  isForgotten(now: number): boolean {
    return this.use(now).requests === 0;
  }

  /** All of it, for a ledger that does not know. */
  told(now: number, isWhole: boolean): Untold {
    this.window.spent(now);
    const inFlight = [...this.permits].map(([id, { lane, estimatedMs, grantedAt }]) => ({
      id,
      lane,
      estimatedMs,
      ageMs: now - grantedAt,
    }));
    return { isWhole, spent: this.window.past(now), inFlight, operations: this.operations.total(now) };
  }
}
