import type { LedgerAnswer, LedgerView } from '../ledger/ledger-message.js';
import type { BudgetLimits } from '../limits.js';

/** What the script replies: an answer without what goes without saying; or that the message came too late. */
type Reply = { at: number } & ({ isLate: true } | Told);
type Told = Omit<LedgerAnswer, 'granted' | 'view'> & {
  isLate?: undefined;
  /** Absent when empty, since Lua tells no empty list from an empty object. */
  granted?: string[];
  view: Omit<LedgerView, 'limits'>;
};

/** What the script replied, and the server's time in epoch milliseconds. The answer is undefined when the message came too late. */
export function readReply(
  text: string,
  limits: BudgetLimits,
): { at: number; answer: LedgerAnswer | undefined } {
  const { at, ...told } = JSON.parse(text) as Reply;
  if (told.isLate) return { at, answer: undefined };
  const { granted = [], view } = told;
  return { at, answer: { ...told, granted, view: { ...view, limits } } };
}
