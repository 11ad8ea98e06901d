import type { ServiceProtectionBudget } from '#lib/resilience';
import type { LedgerLink } from './ledger-link.js';
import type { ProcessClock } from './process-clock.js';
import type { ServiceLink } from './service-link.js';

/** What a process has to work with, whatever works in it. */
export interface Seat {
  /** It is known by this number in the log. */
  number: number;
  user: string;
  budget: ServiceProtectionBudget;
  clock: ProcessClock;
  service: ServiceLink;
  /** Its way to the ledger, where that is elsewhere. */
  link?: LedgerLink | undefined;
}
