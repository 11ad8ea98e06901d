import type { Clock } from '#lib/resilience';
import type { GroupWritesLimits } from './group-writes.options.js';
import type { PendingWrite } from './pending-write.js';

/** What a group is made of. */
export interface WriteGroupParts {
  limits: GroupWritesLimits;
  clock: Clock;
  /** How many operations may stand in a batch at present. */
  operationsNow: () => number;
  /** Sends the writes as one request and tells their callers; it ends when that request has, and never fails. */
  send: (writes: readonly PendingWrite[]) => Promise<void>;
  /** Nothing waits and nothing is on its way. */
  onIdle: () => void;
}

/**
 * Writes that may stand in one batch. While a place is free a write takes it at once, alone. When none is, writes wait, and each
 * place that comes free takes its share of them: as many as there are for each place. A batch carries its operations out one
 * after the other, so one that took everything would keep the last caller waiting beside empty places. Where requests are
 * scarce, it is the budget that holds places for longer, and the shares grow by themselves. What has waited for `longestDelayMs`
 * is sent without a place, together with everything behind it that finds room.
 */
export class WriteGroup {
  private readonly waiting: PendingWrite[] = [];
  private onTheirWay = 0;
  private forgetDelay: (() => void) | undefined;

  constructor(private readonly parts: WriteGroupParts) {}

  add(write: PendingWrite): void {
    this.waiting.push(write);
    this.sendOn();
  }

  /** Takes a write out that nobody waits for any more; false when it is on its way already. */
  remove(write: PendingWrite): boolean {
    const place = this.waiting.indexOf(write);
    if (place >= 0) this.waiting.splice(place, 1);
    this.watchDelay();
    return place >= 0;
  }

  private sendOn(): void {
    const { atOnce } = this.parts.limits;
    while (this.waiting.length > 0) {
      if (this.onTheirWay < atOnce) this.sendNext(Math.ceil(this.waiting.length / atOnce));
      else if (this.untilOverdueMs() <= 0) this.sendNext(this.waiting.length);
      else break;
    }
    this.watchDelay();
  }

  private sendNext(share: number): void {
    const writes = this.takeFirst(Math.min(share, this.parts.operationsNow()));
    this.onTheirWay += 1;
    void this.parts.send(writes).then(() => this.placeIsFree());
  }

  private placeIsFree(): void {
    this.onTheirWay -= 1;
    this.sendOn();
    if (this.onTheirWay === 0) this.parts.onIdle();
  }

  /** As many as may be, as far as their bodies find room; the first one always does. */
  private takeFirst(most: number): PendingWrite[] {
    let bytes = 0;
    const full = this.waiting.findIndex((write, at) => {
      bytes += write.bytes;
      return at >= most || (at > 0 && bytes > this.parts.limits.mostBytes);
    });
    return this.waiting.splice(0, full < 0 ? this.waiting.length : full);
  }

  private untilOverdueMs(): number {
    const [first] = this.waiting;
    const { limits, clock } = this.parts;
    return first ? first.arrivedAt + limits.longestDelayMs - clock.now() : Infinity;
  }

  /** One timer for whoever waits longest; none is left behind when nobody waits. */
  private watchDelay(): void {
    if (this.waiting.length === 0) {
      this.forgetDelay?.();
      this.forgetDelay = undefined;
    } else {
      this.forgetDelay ??= this.parts.clock.after(this.untilOverdueMs(), () => {
        this.forgetDelay = undefined;
        this.sendOn();
      });
    }
  }
}
