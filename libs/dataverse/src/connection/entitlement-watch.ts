import type { AttemptLogger } from '#lib/http';
import { type Clock, systemClock } from '#lib/resilience';

/**
 * How many operations the organisation's licences allow in 24 hours. Application users share one pool of the tenant, so it is what was
 * agreed for this one (learn.microsoft.com/power-platform/admin/api-request-limits-allocations).
 */
export interface Entitlement {
  operationsPerDay: number;
}

/** Of the entitlement, in percent. */
const warnedOf = [70, 90];
/** The figure moves slowly: there is no need to look after every call. */
const lookEveryMs = 10_000;

/**
 * Warns when the operations of the last 24 hours reach 70 % of the entitlement, and 90 %: each once, and again only when they have been
 * below. Nobody is held back: the platform reports so far and enforces nothing, and a case that is not registered helps nobody.
 */
export class EntitlementWatch {
  private reached = 0;
  private lookedAt = -Infinity;

  constructor(
    private readonly entitlement: Entitlement,
    private readonly operationsOfLastDay: () => number,
    private readonly logger: Pick<AttemptLogger, 'warn'>,
    private readonly clock: Clock = systemClock,
  ) {}

  look(): void {
    const now = this.clock.now();
    if (now - this.lookedAt < lookEveryMs) return;
    this.lookedAt = now;
    const { operationsPerDay } = this.entitlement;
    const operations = this.operationsOfLastDay();
    const reached = Math.max(0, ...warnedOf.filter((each) => operations * 100 >= operationsPerDay * each));
    if (reached > this.reached) {
      this.logger.warn(
        { operations, operationsPerDay },
        `the operations of the last 24 hours have reached ${reached} % of the entitlement`,
      );
    }
    this.reached = reached;
  }
}
