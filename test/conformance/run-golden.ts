import { requireBuilt } from './built.js';
import type { Exchange, Golden } from './golden/golden.js';
import { world } from './golden/world.js';
import { difference, type Difference } from './matching/difference.js';
import type { Scope } from './placeholders.js';
import { valueAt } from './pointer.js';
import { prepare, PreparationError } from './prepare.js';
import { judge, type Run } from './run.js';
import type { Answer } from './service.js';
import { nameless, tell } from './telling.js';
import { NotBuilt } from './unjudged.js';
import type { Judged, Told, Verdict } from './verdict.js';

/** What came of a golden's exchanges, one after the other. */
interface Course {
  differences: Difference[];
  told: Told[];
  /** What the stand-in said it lacks. */
  lacking?: string;
}

/** The verdict on a golden, which is run when nobody has asked before. */
export function verdictOf(run: Run, golden: Golden, subject: string): Promise<Verdict> {
  const verdict = run.verdicts.get(golden) ?? runGolden(run, golden, subject);
  run.verdicts.set(golden, verdict);
  return verdict;
}

async function runGolden(run: Run, golden: Golden, subject: string): Promise<Verdict> {
  const judged: Judged = { name: golden.name, subject, source: golden.source };
  if (golden.needsKey && !run.environment.hasKey)
    return { ...judged, outcome: 'not run here', because: 'accounts have no alternate key on cw_key' };
  const { differences: found, told, lacking } = await courseOf(run, golden);
  const differences = found.map((one) => namelessDifference(one, run.scope()));
  if (lacking) return { ...judged, outcome: 'not built yet', because: lacking };
  if (golden.unknown && !run.environment.isLoopback)
    return { ...judged, outcome: 'recorded', because: golden.unknown, differences, told };
  if (differences.length === 0) return { ...judged, outcome: 'same' };
  return { ...judged, outcome: 'different', differences, told };
}

/** Prepares what a golden needs, sends its requests one after the other, and holds each answer against what is written. */
async function courseOf(run: Run, golden: Golden): Promise<Course> {
  const course: Course = { differences: [], told: [] };
  try {
    const scope = { ...run.scope(), ...(golden.world && (await worldOf(run))) };
    await prepare(run, golden.rows ?? {}, scope);
    for (const exchange of [...(golden.first ?? []), golden, ...(golden.then ?? [])])
      await exchangeOnce(run, exchange, scope, course);
  } catch (error) {
    if (error instanceof NotBuilt) course.lacking = error.message;
    else course.differences.push(difference(placeOf(error), 'an answer', inWordsOf(error)));
  }
  return course;
}

async function exchangeOnce(
  run: Run,
  { request, answer: expected, keep = {} }: Exchange,
  scope: Record<string, string>,
  course: Course,
): Promise<void> {
  const answer = await run.send(request, scope);
  await requireBuilt(run.environment, answer);
  course.told.push(tell(run.sentOf(request, scope), answer, scope));
  course.differences.push(...judge(expected, answer, scope));
  for (const [name, pointer] of Object.entries(keep)) scope[name] = String(keptOf(answer, pointer));
}

/** @throws Error when what the next exchange needs is not in the answer */
function keptOf(answer: Answer, pointer: string): unknown {
  const value = valueAt(answer, pointer);
  if (value === undefined) throw new Error(`the answer has no ${pointer}`);
  return value;
}

/** The rows that many goldens read are made once a run; where that fails, it has failed for all of them. */
function worldOf(run: Run): Promise<Scope> {
  run.world ??= makeWorld(run);
  return run.world;
}

async function makeWorld(run: Run): Promise<Scope> {
  const scope = run.scope();
  const before = new Set(Object.keys(scope));
  await prepare(run, world, scope);
  return Object.fromEntries(Object.entries(scope).filter(([name]) => !before.has(name)));
}

const namelessDifference = ({ at, expected, got }: Difference, scope: Scope): Difference => ({
  at,
  expected: nameless(expected, scope),
  got: nameless(got, scope),
});

const placeOf = (error: unknown) => (error instanceof PreparationError ? '/preparation' : '/exchange');
const inWordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
