import type { Facts } from '../compare/differences.js';

/** Counters that an incident must give; those that are not named must be 0. */
export type Counted = Readonly<Partial<Record<CounterName, number>>>;

type CounterName =
  'R0' | 'R1' | 'R2' | 'R3' | 'updated' | 'reactivated' | 'deactivated' | 'deferred' | 'held';

/** What must come of an incident: a code of why it is refused, or counters of what is applied. */
export type Outcome = { readonly refused: string } | { readonly applied: Counted };

/** Something that happens to the last delivery of a source on its way, as it does to real feeds. */
export interface Incident {
  readonly name: string;
  /** What arrives instead. */
  readonly arrives: (delivery: string) => string | Buffer;
  readonly outcome: (rows: number) => Outcome;
  /** Somebody approves of the rows that are gone. */
  readonly goneApproved?: boolean;
}

export const refused = (code: string) => (): Outcome => ({ refused: code });
export const applied = (counters: Counted) => (): Outcome => ({ applied: counters });

/** What the delivery as it was must bring back afterwards. */
export const mendedBy = ({ updated = 0, deactivated = 0, reactivated = 0 }: Counted): Counted => ({
  ...(updated > 0 && { updated }),
  ...(deactivated > 0 && { reactivated: deactivated }),
  ...(reactivated > 0 && { deactivated: reactivated }),
});

/** In the words of the reports. */
export function asFacts({ R0 = 0, R1 = 0, R2 = 0, R3 = 0, ...others }: Counted): Facts {
  return { ...others, rejected: { R0, R1, R2, R3 } };
}
