import {
  BudgetDeadlineError,
  type DataverseClient,
  DataverseError,
  TotalTimeoutError,
  TransportError,
} from '#lib/dataverse';
import { type Cell, cellsOf, type Sizes } from './cells.js';
import { connectTime } from './connect-time.js';
import { type CostFile, costFileSchema } from './cost-file.js';
import { medianOf, rounded } from './fit-cost.js';
import { markOf, newMark } from './marked-rows.js';
import { type Measured, measureRounds } from './measure-rounds.js';
import { type MeasuredTable, ownerOf } from './measured-tables.js';
import { removeRows, type Removed } from './remove-rows.js';
import { Stopwatch, type TimedRoad } from './stopwatch.js';
import { tableCosts } from './table-costs.js';

/** What to measure, and on which road. */
export interface Measurement {
  /** For all that is not measured: it makes what must be there, and removes the rows. */
  client: DataverseClient;
  road: TimedRoad;
  tables: readonly MeasuredTable[];
  sizes: Sizes;
  rounds: number;
  kind: string | undefined;
  signal: AbortSignal;
  onCell(done: number, total: number): void;
  /** Hears, however the measurement ends, what became of its rows; `unknown` where some may be left, or still come. */
  onRemoved(removed: Removed | 'unknown'): void;
}

/**
 * Measures what tables cost. Its rows are removed also when it fails or is aborted.
 *
 * @throws Error in words when the limits or the budget leave no room for it, or a table has no `cw_key`
 */
export async function measure(asked: Measurement): Promise<{ costs: CostFile; withoutBulk: string[] }> {
  const { client, tables, road, rounds, signal } = asked;
  for (const measured of tables) await assertKey(client, measured, signal);
  const run = newMark();
  const cells = cellsOf(tables, asked.sizes);
  let isEachDecided = true;
  try {
    await makeOwners(client, tables, run);
    const measured = await measureRounds({
      ...{ stopwatch: new Stopwatch(road), cells, rounds, run, signal },
      connectTime: () => connectTime(road.url),
      onCell: (done) => asked.onCell(done, totalOf(cells, rounds)),
    });
    return { costs: costFileOf(asked, measured), withoutBulk: [...measured.withoutBulk] };
  } catch (error) {
    isEachDecided = isDecided(error);
    throw inWords(error);
  } finally {
    const removed = await removeRows(client, tables, run).catch(() => 'unknown' as const);
    asked.onRemoved(isEachDecided ? removed : 'unknown');
  }
}

/** After a call without an answer Dataverse may still be at it, and its rows come when the others are gone. */
const isDecided = (error: unknown): boolean =>
  !(error instanceof TransportError && error.outcome === 'unknown') && !(error instanceof TotalTimeoutError);

const totalOf = (cells: readonly Cell[], rounds: number): number => cells.length * (rounds + 1);

/** A key that no row has is not found where the key is defined, and refused where it is not. */
async function assertKey(client: DataverseClient, { table }: MeasuredTable, signal: AbortSignal) {
  const { key } = markOf(newMark());
  try {
    await client.retrieve(table, { key }, { select: ['naturalKey'], signal });
  } catch (error) {
    if (!(error instanceof DataverseError) || ![400, 404].includes(error.status)) throw error;
    throw new Error(
      `${table.name} cannot be measured: it has no cw_key in this environment. npm run dataverse -- provision makes it.`,
      { cause: error },
    );
  }
}

async function makeOwners(client: DataverseClient, tables: readonly MeasuredTable[], run: string) {
  const owners = new Set(tables.flatMap(({ owner }) => owner ?? []));
  for (const { table, row } of owners) {
    const mark = ownerOf(run);
    await client.upsert(table, { key: mark.key }, row(mark, 'of the cases', run), { lane: 'batch' });
  }
}

function costFileOf({ road, kind, rounds }: Measurement, measured: Measured): CostFile {
  const { samples, connectMs, whoAmIMs } = measured;
  return costFileSchema.parse({
    format: 'causeway-dataverse-costs',
    version: 1,
    environment: new URL(road.url).host,
    kind: kind ?? null,
    measuredAt: new Date().toISOString(),
    node: process.version,
    rounds,
    network: {
      connectMs: connectMs.length === 0 ? null : rounded(medianOf(connectMs)),
      whoAmIMs: rounded(medianOf(whoAmIMs)),
    },
    tables: tableCosts(samples),
  });
}

const inWords = (error: unknown): unknown =>
  error instanceof BudgetDeadlineError
    ? new Error(
        'The budget of this application user had no room for minutes: others spend it. Measure later.',
        {
          cause: error,
        },
      )
    : error;
