import { pMapIterable } from 'p-map';
import { systemClock, type Clock } from '#lib/resilience';
import { MappingError } from '../errors/mapping-error.js';
import type { WebApi } from '../web-api/web-api.js';
import type { BulkOptions } from './bulk-options.js';
import { BulkRoad } from './bulk-road.js';
import type { BulkRow, RefusedEntry, RowPlan } from './bulk-row.js';
import type { BulkSupport } from './bulk-support.js';
import type { BulkWrite } from './bulk-write.js';
import { ChunkSize } from './chunk-size.js';
import { type Chunk, ChunkCutter, entriesOf } from './chunk-cutter.js';
import { OneByOne } from './one-by-one.js';
import { refuseWrongCall } from './refuse-wrong-call.js';
import type { RowOutcome } from './row-outcome.js';
import { TargetDraft } from './target-draft.js';
import { Turns } from './turns.js';

/** The rows to write, as they come. */
export type RowInput<Entry> = Iterable<Entry> | AsyncIterable<Entry>;

/** What writing many rows stands on. */
export interface BulkGround {
  api: WebApi;
  support: BulkSupport;
  /** By how much calls should be smaller than they might be, after a 429 for execution time. */
  callScale?: (() => number) | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
}

/**
 * Writes the rows, several calls at a time, and yields what became of each in the order of the input. No more is read from the
 * input than is under way, so it may be of any length. Rows with one address are written one after the other, in their order.
 */
export function writeRows<Entry>(
  ground: BulkGround,
  write: BulkWrite<Entry>,
  input: RowInput<Entry>,
  options: BulkOptions = {},
): AsyncGenerator<RowOutcome<Entry>, void, undefined> {
  return new OneByOne(writeChunks(ground, write, input, options));
}

async function* writeChunks<Entry>(
  ground: BulkGround,
  write: BulkWrite<Entry>,
  input: RowInput<Entry>,
  options: BulkOptions,
): AsyncGenerator<RowOutcome<Entry>[], void, undefined> {
  refuseWrongCall(input, options);
  const { atOnce = 8 } = options;
  const size = new ChunkSize(options, ground.callScale);
  const road = new BulkRoad(partsOf(ground, write, size, options));
  const turns = new Turns();
  let inputEnd: { error: unknown } | undefined;
  const endWith = (error: unknown) => (inputEnd = { error });
  const chunks = plannedChunks({
    write,
    input,
    road,
    cutter: new ChunkCutter<Entry>(size, turns, write.wanted),
    endWith,
  });
  try {
    for await (const chunk of pMapIterable(chunks, (one) => settled(one, road), {
      concurrency: atOnce,
    }))
      yield entriesOf(chunk).map(outcomeOf);
    if (road.closedBy !== undefined) throw road.closedBy;
    if (inputEnd) throw inputEnd.error;
  } finally {
    // The reader may have left.
    road.close(new Error('Nobody waits for the rows any more.'));
    await chunks.return();
  }
}

function partsOf<Entry>(
  { api, support, clock = systemClock, random = Math.random }: BulkGround,
  write: BulkWrite<Entry>,
  size: ChunkSize,
  options: BulkOptions,
) {
  const { targetMs: _, firstRows: __, expected: ___, ...others } = options;
  const { mostRows: ____, mostBytes: _____, atOnce: ______, ...rest } = others;
  const { by, readFirst = false, patienceMs = 120_000, ...how } = rest;
  return { api, support, write, size, how, by, readFirst, patienceMs, clock, random };
}

/** How the input becomes chunks. */
interface Planning<Entry> {
  write: BulkWrite<Entry>;
  input: RowInput<Entry>;
  road: BulkRoad<Entry>;
  cutter: ChunkCutter<Entry>;
  endWith: (error: unknown) => void;
}

/** What the input itself throws ends it after the rows before. */
async function* plannedChunks<Entry>({
  write,
  input,
  road,
  cutter,
  endWith,
}: Planning<Entry>): AsyncGenerator<Chunk<Entry>, void, undefined> {
  let index = 0;
  const draft = new TargetDraft();
  const take = (entry: Entry) => {
    const plan = planned(write, entry, draft);
    if ('outcome' in plan) cutter.addRefused({ entry, index, result: plan });
    else cutter.add(entry, index, plan, draft);
    index += 1;
  };
  let chunk: Chunk<Entry> | undefined;
  try {
    if (Symbol.asyncIterator in input) {
      for await (const entry of input) {
        if (road.closedBy !== undefined) break;
        take(entry);
        while ((chunk = cutter.next())) yield chunk;
      }
    } else {
      // Without a promise for each row, which is as dear as to map it.
      for (const entry of input) {
        if (road.closedBy !== undefined) break;
        take(entry);
        while ((chunk = cutter.next())) yield chunk;
      }
    }
  } catch (error) {
    endWith(error);
  }
  cutter.cut();
  while ((chunk = cutter.next())) yield chunk;
}

/** A row that the table's map refuses costs that row only. */
function planned<Entry>(
  write: BulkWrite<Entry>,
  entry: Entry,
  draft: TargetDraft,
): RowPlan | RefusedEntry<Entry>['result'] {
  try {
    return write.plan(thereIs(entry), draft);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { outcome: 'refused', error: asMappingError(error) };
  }
}

function thereIs<Entry>(entry: Entry): Entry {
  if (entry !== undefined && entry !== null) return entry;
  throw new MappingError('incomplete', 'The entry is empty.');
}

/** What JSON cannot write, such as a BigInt, or a getter of the entry complains of. What JavaScript says of it may repeat the value. */
const asMappingError = (error: TypeError): MappingError =>
  error instanceof MappingError
    ? error
    : new MappingError('wrong-value', 'A value of the entry cannot be read, or cannot be written as JSON.');

async function settled<Entry>(chunk: Chunk<Entry>, road: BulkRoad<Entry>): Promise<Chunk<Entry>> {
  await chunk.turn.take(() => road.settle(chunk.lot));
  return chunk;
}

function outcomeOf<Entry>({ entry, index, result }: BulkRow<Entry> | RefusedEntry<Entry>): RowOutcome<Entry> {
  if (!result) throw new Error('A row was left without a result.');
  return { entry, index, ...result };
}
