import { seededRandom } from '../../../stand-ins/control/src/seeded-random.js';
import type { DeliveryReport } from '../../../apps/batch-sync/src/staging/delivery-report.js';
import type { SampleSource } from './sample-source.js';

/** How many rows, and which. */
export interface SampleOptions {
  rows: number;
  seed: number;
  /** So many nights, each with a complete file. */
  deliveries: number;
}

/** What the sync must count of a sample. */
export type Expected = Pick<
  DeliveryReport,
  | 'read'
  | 'rejected'
  | 'accepted'
  | 'inserted'
  | 'updated'
  | 'unchanged'
  | 'reactivated'
  | 'deactivated'
  | 'held'
  | 'activeAfter'
>;

export interface SampleDelivery {
  lines: readonly string[];
  expected: Expected;
}

const SHARE_BAD = 0.005;
const SHARE_CHANGED = 0.05;
const SHARE_GONE = 0.02;

/** What was accepted of a row last. */
interface Accepted {
  text: string;
  isActive: boolean;
}

/** Files that a source might leave night after night, with what must come of each. The same seed, the same files. */
export function* sampleDeliveries(
  source: SampleSource,
  { rows, seed, deliveries }: SampleOptions,
): Generator<SampleDelivery> {
  const accepted = new Map<number, Accepted>();
  const versions = new Map<number, number>();
  for (let night = 1; night <= deliveries; night += 1)
    yield deliver({ source, rows, seed, night, accepted, versions });
}

interface Night {
  source: SampleSource;
  rows: number;
  seed: number;
  night: number;
  accepted: Map<number, Accepted>;
  versions: Map<number, number>;
}

function deliver({ source, rows, seed, night, accepted, versions }: Night): SampleDelivery {
  const lines = [source.columns.join(',')];
  const counts = { inserted: 0, updated: 0, unchanged: 0, reactivated: 0, deactivated: 0, held: 0, bad: 0 };
  for (let number = 1; number <= rows; number += 1) {
    const { isGone, isBad, isChanged } = fateOf(number, night, source, seed);
    const before = accepted.get(number);
    if (isGone) {
      if (before?.isActive) counts.deactivated += 1;
      if (before) accepted.set(number, { ...before, isActive: false });
      continue;
    }
    if (isChanged) versions.set(number, (versions.get(number) ?? 0) + 1);
    const row = source.row(number, versions.get(number) ?? 0, seededRandom(seed * 7_368_787 + number));
    const text = row.join(',');
    if (isBad) {
      lines.push(source.spoilt(row).join(','));
      counts.bad += 1;
      if (before?.isActive) counts.held += 1;
      continue;
    }
    lines.push(text);
    counts[changeOf(before, text)] += 1;
    accepted.set(number, { text, isActive: true });
  }
  const { bad, ...others } = counts;
  const read = lines.length - 1;
  const activeAfter = [...accepted.values()].filter(({ isActive }) => isActive).length;
  const rejected: Record<string, number> = bad > 0 ? { [source.badBy]: bad } : {};
  return { lines, expected: { read, rejected, accepted: read - bad, ...others, activeAfter } };
}

/** What becomes of a row in a night. */
function fateOf(number: number, night: number, { steady, leaves, spoilsKey }: SampleSource, seed: number) {
  const chanceIn = (when: number) => seededRandom(seed * 1_000_003 + when * 7_919 + number);
  const isSteady = number <= steady;
  const isBad = !isSteady && chanceIn(spoilsKey ? 0 : night)() < SHARE_BAD;
  const chance = chanceIn(-night);
  return {
    isBad,
    isGone: !isSteady && leaves && night > 1 && chance() < SHARE_GONE,
    isChanged: !isSteady && night > 1 && chance() < SHARE_CHANGED,
  };
}

function changeOf(before: Accepted | undefined, text: string) {
  if (!before) return 'inserted';
  if (!before.isActive) return 'reactivated';
  return before.text === text ? 'unchanged' : 'updated';
}
