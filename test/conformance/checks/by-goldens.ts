import { subjects } from '../golden/index.js';
import { below } from '../matching/difference.js';
import type { Run } from '../run.js';
import { verdictOf } from '../run-golden.js';
import { NotBuilt, NotHere } from '../unjudged.js';
import type { Verdict } from '../verdict.js';
import type { Check, Findings } from './check.js';

/** A check that is the sum of some goldens, named by subject; they are run once, whoever asks for them. */
export const byGoldens = (
  number: number,
  name: string,
  goldens: Readonly<Record<string, readonly string[]>>,
): Check => ({
  number,
  name,
  run: async (run, findings) => {
    const verdicts = await verdictsOf(run, goldens);
    for (const verdict of verdicts) tell(verdict, findings);
    const notBuilt = verdicts.find(({ outcome }) => outcome === 'not built yet');
    if (notBuilt && 'because' in notBuilt) throw new NotBuilt(notBuilt.because);
    if (verdicts.every(({ outcome }) => outcome === 'not run here'))
      throw new NotHere('none of its goldens can be run here');
  },
});

async function verdictsOf(
  run: Run,
  goldens: Readonly<Record<string, readonly string[]>>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const [subject, names] of Object.entries(goldens))
    for (const name of names) verdicts.push(await verdictOf(run, findGolden(subject, name), subject));
  return verdicts;
}

function tell(verdict: Verdict, findings: Findings): void {
  const { name, outcome } = verdict;
  if (outcome === 'different')
    findings.differences.push(
      ...verdict.differences.map((one) => ({ ...one, at: below('', name) + one.at })),
    );
  if ('because' in verdict) findings.note(`${name}: ${outcome}, ${verdict.because}`);
}

/** @throws Error for a name that no golden has, which is a slip in a check */
function findGolden(subject: string, name: string) {
  const found = subjects.find((one) => one.name === subject)?.goldens.find((one) => one.name === name);
  if (!found) throw new Error(`There is no golden "${name}" in ${subject}`);
  return found;
}
