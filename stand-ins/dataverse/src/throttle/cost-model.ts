import { seededRandom } from '../../../control/src/index.js';
import type { Work, WorkKind } from './work.js';

/** How many milliseconds a request takes that asks for all of this. */
export type CostModel = (...work: readonly Work[]) => number;

/** How rows are written: a request of its own for each, as operations of a batch, or as a bulk message. */
export type WriteForm = 'single' | 'batch' | 'bulk';

/** What writes cost that somebody has measured; `jitter` and `tail` as in the settings. */
export interface MeasuredCost {
  requestMs: number;
  operationMs: number;
  jitter: number;
  tail: Readonly<{ share: number; factor: number }>;
}

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
  /** Of tables whose writes were measured, by logical name and form: it takes the place of what is said above. */
  measured: Readonly<Record<string, Readonly<Partial<Record<WriteForm, MeasuredCost>>>>>;
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
  measured: {},
  seed: 1,
};

/** Costs that vary as real ones do, and are the same for the same seed and order of requests. */
export function costModel(settings: CostSettings = defaultCosts): CostModel {
  const random = seededRandom(settings.seed);
  return (...work) => {
    // Both dice are thrown each time: what one is used for must not shift the other.
    const [spread, luck] = [random() * 2 - 1, random()];
    const { requestMs, jitter, tail, operationsMs } = meanCost(settings, work);
    const factor = luck < tail.share ? tail.factor : 1;
    return (requestMs + operationsMs) * (1 + spread * jitter) * factor;
  };
}

/** A request whose operations were measured differently costs as the dearest request of them, and varies as the first. */
function meanCost(settings: CostSettings, work: readonly Work[]) {
  const measured = work.map((one) => measuredCost(settings, work, one));
  const found = measured.filter((cost) => cost !== undefined);
  const { jitter, tail } = found[0] ?? settings;
  const requests = work.length === 0 ? [settings] : measured.map((cost) => cost ?? settings);
  return {
    requestMs: Math.max(...requests.map(({ requestMs }) => requestMs)),
    operationsMs: work.reduce(
      (sum, one, at) => sum + one.operations * (measured[at]?.operationMs ?? operationCost(settings, one)),
      0,
    ),
    jitter,
    tail,
  };
}

const operationCost = ({ operationMs, tables }: CostSettings, { kind, table = '' }: Work): number =>
  operationMs[kind] * (tables[table] ?? 1);

/** Only of writes that make or change rows; a batch of one is taken for a request of its own, which costs nearly the same. */
function measuredCost(
  { measured }: CostSettings,
  work: readonly Work[],
  { kind, table = '' }: Work,
): MeasuredCost | undefined {
  if (kind === 'bulk') return measured[table]?.bulk;
  const isWrite = kind === 'create' || kind === 'update' || kind === 'upsert';
  return isWrite ? measured[table]?.[work.length > 1 ? 'batch' : 'single'] : undefined;
}
