import { OUTCOMES, type Outcome, type Verdict } from '../verdict.js';

/** What a run found, as `--json` writes it. */
export interface Report {
  /** Of the stand-in, or of the environment without its name. */
  environment: 'a stand-in' | 'a service on this machine' | 'a real environment';
  at: string;
  counts: Readonly<Record<Outcome, number>>;
  verdicts: readonly Verdict[];
}

export const reportOf = (
  verdicts: readonly Verdict[],
  environment: Report['environment'],
  at: Date,
): Report => ({ environment, at: at.toISOString(), counts: countsOf(verdicts), verdicts });

export const countsOf = (verdicts: readonly Verdict[]): Record<Outcome, number> =>
  Object.fromEntries(
    OUTCOMES.map((one) => [one, verdicts.filter(({ outcome }) => outcome === one).length]),
  ) as Record<Outcome, number>;

/** Verdicts by their subject, in the order of their first. */
export function bySubject(verdicts: readonly Verdict[]): Map<string, Verdict[]> {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts)
    groups.set(verdict.subject, [...(groups.get(verdict.subject) ?? []), verdict]);
  return groups;
}
