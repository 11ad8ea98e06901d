import { type Check, Findings } from './checks/check.js';
import { difference } from './matching/difference.js';
import type { Run } from './run.js';
import { NotBuilt, NotHere } from './unjudged.js';
import type { Judged, Verdict } from './verdict.js';

export const titleOf = ({ number, name }: Check): string => `check ${number}: ${name}`;

/** Runs a check to its verdict. What it found before it gave up is not forgotten. */
export async function runCheck(run: Run, check: Check): Promise<Verdict> {
  const judged: Judged = { name: titleOf(check), subject: 'checks' };
  const findings = new Findings();
  const end = await check.run(run, findings).then(
    () => undefined,
    (error: unknown) => error,
  );
  const gaveUp = end instanceof NotHere || end instanceof NotBuilt;
  if (end !== undefined && !gaveUp) findings.differences.push(difference('/check', 'an answer', String(end)));
  const { differences, notes } = findings;
  if (differences.length > 0) return { ...judged, outcome: 'different', differences, told: [] };
  if (end instanceof NotHere) return { ...judged, outcome: 'not run here', because: end.message };
  if (end instanceof NotBuilt) return { ...judged, outcome: 'not built yet', because: end.message };
  return { ...judged, outcome: 'same', notes };
}
