import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import { csvOf } from '../../support/csv-of.js';
import { shuffled } from '../in-turns.js';
import { type DeliveredCase, type Poison, poisons } from './poisons.js';

/** A case that is delivered; a good one has no poison. */
export interface PlannedCase {
  readonly good: DeliveredCase;
  readonly poison: Poison | undefined;
}

const REPORTERS = 50;

export const reporterNumbers: readonly string[] = Array.from({ length: REPORTERS }, (_, n) => `R-${n}`);

/** The bad ones lie anywhere, each kind as often as the others. */
export function planCases({ rows, bad, seed }: { rows: number; bad: number; seed: number }): PlannedCase[] {
  const places = shuffled(
    Array.from({ length: rows }, (_, n) => n),
    seededRandom(seed),
  ).slice(0, bad);
  const kinds = new Map(places.map((place, n) => [place, poisons[n % poisons.length]]));
  return Array.from({ length: rows }, (_, n) => ({ good: caseOf(n), poison: kinds.get(n) }));
}

const caseOf = (n: number): DeliveredCase => ({
  number: `C-${String(n).padStart(6, '0')}`,
  title: `Case ${n}`,
  description: `What happened the ${n}th time`,
  category: 'Street lighting',
  reporter: reporterNumbers[n % REPORTERS] ?? '',
  other_number: `E-${n}`,
  latitude: String(50 + (n % 1_000) / 1_000),
  longitude: String(8 + (n % 997) / 1_000),
  occurred: '2026-02-03T04:05:06Z',
});

/** The delivery with what is wrong in it, or without. */
export const deliveryOf = (cases: readonly PlannedCase[], isMended: boolean): string =>
  csvOf(cases.map(({ good, poison }) => ({ ...good, ...(isMended ? {} : poison?.wrong) })));
