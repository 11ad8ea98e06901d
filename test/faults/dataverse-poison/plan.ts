import { createHash } from 'node:crypto';
import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import { shuffled } from '../in-turns.js';
import { missingCase, type Poison, type PoisonedCase, poisonedCases } from './poisons.js';

/** A row of the campaign; a good one has no poison. */
export interface PlannedCase<P extends Poison = Poison> {
  id: string;
  key: string;
  title: string;
  poison?: P | undefined;
}

export interface PoisonPlan {
  created: PlannedCase<PoisonedCase>[];
  changed: PlannedCase[];
}

/** An eighth of all rows, and of the bad ones, are changes. */
export function planCases({ rows, bad, seed }: { rows: number; bad: number; seed: number }): PoisonPlan {
  const random = seededRandom(seed);
  const changes = Math.round(rows / 8);
  const missing = Math.round(bad / 8);
  const poisonedAt = drawnFrom(rows - changes, bad - missing, random);
  const missingAt = new Set(drawnFrom(changes, missing, random));
  const kindAt = new Map(poisonedAt.map((at, n) => [at, poisonedCases[n % poisonedCases.length]]));
  return {
    created: listOf(rows - changes, (n) => ({ ...caseOf(`new ${n}`), poison: kindAt.get(n) })),
    changed: listOf(changes, (n) => ({
      ...caseOf(`old ${n}`),
      poison: missingAt.has(n) ? missingCase : undefined,
    })),
  };
}

const listOf = <Item>(length: number, item: (n: number) => Item): Item[] =>
  Array.from({ length }, (_, n) => item(n));

const drawnFrom = (count: number, drawn: number, random: () => number): number[] =>
  shuffled(
    listOf(count, (n) => n),
    random,
  ).slice(0, drawn);

function caseOf(name: string): PlannedCase<never> {
  const key = createHash('sha256').update(name).digest('hex');
  const id = `${key.slice(0, 8)}-${key.slice(8, 12)}-4${key.slice(13, 16)}-8${key.slice(17, 20)}-${key.slice(20, 32)}`;
  return { id, key, title: `Case ${name}` };
}
