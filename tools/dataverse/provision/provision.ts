import { DataverseError } from '#lib/dataverse';
import type { Schema } from '#lib/dataverse-schema';
import { readEnvironment } from './environment/read-environment.js';
import { compare } from './plan/compare.js';
import type { Difference, Step } from './plan/difference.js';
import { obstaclesIn, planOf } from './plan/plan.js';
import { carryOut } from './steps/carry-out.js';
import { changedBy, oursIn, publish } from './steps/publish.js';
import type { Target } from './steps/target.js';
import { waitForKeys } from './steps/wait-for-keys.js';
import { stepInWords } from './words.js';

/** How provisioning tells how far it is. */
export interface Watcher {
  /** Before each step, and once after the last; `done` of `total` lie behind. */
  step(done: number, total: number, words: string): void;
  keys(active: number, total: number): void;
}

export interface ProvisionOptions {
  /** How long to wait for the indexes of keys, in milliseconds. */
  patienceMs: number;
  /** Publish all of ours: a run that was cut off may have left changes that no comparison sees. */
  publishAll?: boolean | undefined;
  watcher: Watcher;
}

/** What a run found, did and left. */
export interface Provisioned {
  found: readonly Difference[];
  done: readonly Step[];
  /** What still differs; nothing when all is well. */
  left: readonly Difference[];
}

/** What differs now; nothing is changed. */
export const differencesOf = async ({ reader, language }: Target, schema: Schema): Promise<Difference[]> =>
  compare(schema, await readEnvironment(reader, schema, language));

/**
 * Makes the environment as the schema says, step by step, publishes what changed and waits for the keys. Every step can be
 * repeated, so a run that was cut off is continued by the next; one that finds nothing to do writes nothing. What is done is
 * read again at the end: `left` is what the environment says, not what we believe.
 *
 * @throws Error that names the step which was refused; what lies before it is done, and stays
 */
export async function provision(
  target: Target,
  schema: Schema,
  { patienceMs, publishAll = false, watcher }: ProvisionOptions,
): Promise<Provisioned> {
  const found = await differencesOf(target, schema);
  const isBlocked = obstaclesIn(found).length > 0;
  const steps = isBlocked ? [] : planOf(found);
  if (!isBlocked && (publishAll || steps.length > 0)) {
    await carryOutAll(target, steps, watcher);
    await publish(target, publishAll ? oursIn(schema) : changedBy(steps));
    await waitForKeys(target.reader, steps, { patienceMs, tell: watcher.keys, signal: target.signal });
  }
  return { found, done: steps, left: steps.length === 0 ? found : await differencesOf(target, schema) };
}

async function carryOutAll(target: Target, steps: readonly Step[], watcher: Watcher): Promise<void> {
  for (const [done, step] of steps.entries()) {
    target.signal?.throwIfAborted();
    watcher.step(done, steps.length, stepInWords(step));
    await carryOut(target, step).catch((error: unknown) => {
      throw refusalInWords(step, error);
    });
  }
  watcher.step(steps.length, steps.length, 'publish');
}

/** The lack of an answer keeps its own words; a refusal gets the step. */
function refusalInWords(step: Step, error: unknown): unknown {
  if (!(error instanceof DataverseError)) return error;
  const { code, status, dataverseCode, message } = error;
  const words = stepInWords(step);
  if (code !== 'not-permitted') return new Error(`Could not ${words}. ${message}`, { cause: error });
  return new Error(
    `May not ${words} (${[status, dataverseCode].filter(Boolean).join(' ')}). ` +
      'The application user needs the security role System Customizer, or System Administrator.',
    { cause: error },
  );
}
