import { seededRandom } from '../../../control/src/index.js';
import type { Work, WorkKind } from './work.js';

/** How many milliseconds a request takes that asks for all of this. */
export type CostModel = (...work: readonly Work[]) => number;

export interface CostSettings {
  /** Milliseconds for a request, whatever is in it. */
  requestMs: number;
  /** Milliseconds more for each operation of a kind. */
  operationMs: Readonly<Record<WorkKind, number>>;
  /** How many times as long the operations on a table take, by logical name. Not named: once. */
  tables: Readonly<Record<string, number>>;
  /** A cost lies anywhere within this share around its mean: 0.2 is 20 % less to 20 % more. */
  jitter: number;
  /** The few requests that take many times as long. */
  tail: Readonly<{ share: number; factor: number }>;
  seed: number;
}

/** Nobody publishes costs. These are ours: a single row takes about 100 ms, a row of a bulk message 12. */
export const defaultCosts: CostSettings = {
  requestMs: 60,
  operationMs: {
    retrieve: 20,
    query: 60,
    create: 40,
    update: 40,
    upsert: 40,
    delete: 40,
    bulk: 12,
    other: 10,
  },
  tables: {},
  jitter: 0.2,
  tail: { share: 0, factor: 1 },
  seed: 1,
};

/** Costs that vary as real ones do, and are the same for the same seed and order of requests. */
export function costModel(settings: CostSettings = defaultCosts): CostModel {
  const random = seededRandom(settings.seed);
  return (...work) => {
    // Both dice are thrown each time: what one is used for must not shift the other.
    const [spread, luck] = [random() * 2 - 1, random()];
    const tail = luck < settings.tail.share ? settings.tail.factor : 1;
    return meanCost(settings, work) * (1 + spread * settings.jitter) * tail;
  };
}

const meanCost = ({ requestMs, operationMs, tables }: CostSettings, work: readonly Work[]): number =>
  work.reduce(
    (sum, { kind, table = '', operations }) => sum + operations * operationMs[kind] * (tables[table] ?? 1),
    requestMs,
  );
