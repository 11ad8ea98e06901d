import type { Standing, StandingListener } from '#lib/resilience';
import type { AttemptLogger } from '#lib/http';

const words: Record<Standing, string> = {
  'cut-off':
    'The Redis of the budget does not answer: this process spends what is certainly its own, and goes on trying',
  'keeps-to-its-own':
    'The ledger of the budget is new and does not know yet what all have spent: this process spends what is certainly its own until it does',
  shares: 'The budget is shared with the other processes again',
};

/** Says in the log how a process stands with those that share its budget, each time that changes. */
export const standingLog =
  (logger: AttemptLogger): StandingListener =>
  (standing, reason) => {
    const because = reason instanceof Error ? { reason: reason.message } : {};
    logger[standing === 'shares' ? 'info' : 'warn']({ standing, ...because }, words[standing]);
  };
