import { AloneRule } from './alone-rule.js';
import type { LedgerSettings } from './ledger/ledger-settings.js';
import { type OwnPermit, OwnSpend } from './own-spend.js';

/** A process under the rule of those that do not know what the others spend. */
export class Alone {
  private readonly rule: AloneRule;

  /** @param since What it did under this rule: within the last window, for it may have been so before. */
  constructor(
    settings: LedgerSettings,
    now: number,
    private readonly own: OwnSpend,
    private readonly since: OwnSpend,
    isKnown: boolean,
  ) {
    this.rule = new AloneRule(settings, now, own.use(now), isKnown);
  }

  granted(id: string, permit: OwnPermit): void {
    this.since.granted(id, permit);
  }

  /** How many of these, in their order, may go now. An ask above all that there is goes when nothing else does. */
  admits(estimates: readonly number[], now: number): number {
    const room = this.rule.room(now, this.own.use(now), this.since.use(now));
    let count = 0;
    for (const estimatedMs of estimates) {
      if (room.requests < 1 || room.inFlight < 1 || room.executionMs < Math.min(estimatedMs, room.capMs))
        break;
      room.requests -= 1;
      room.inFlight -= 1;
      room.executionMs -= estimatedMs;
      count += 1;
    }
    return count;
  }
}
