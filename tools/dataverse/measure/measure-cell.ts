import type { DataverseClient, RowToUpsert, Table } from '#lib/dataverse';
import type { Cell, Sample, Verb } from './cells.js';
import { markOf, type RowMark } from './marked-rows.js';
import { type Stopwatch, type TimedCall } from './stopwatch.js';

/** The table has no bulk message, so its rows went as a batch. */
export class NoBulkMessageError extends Error {
  override readonly name = 'NoBulkMessageError';
}

/** The rows of a cell are named after its run and its place in it. */
export interface Place {
  run: string;
  /** Of no other cell, and no other round. */
  name: string;
}

/**
 * Makes the rows of a cell, changes them, and tells what each took.
 *
 * @throws NoBulkMessageError when the table does not know the message
 */
export async function measureCell(stopwatch: Stopwatch, cell: Cell, place: Place): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const verb of ['create', 'update'] as const) {
    const calls = await stopwatch.of((client) => write(client, cell, rowsFor(cell, place, verb)));
    const { measured, form, rows } = cell;
    const { durationMs } = onlyCall(calls, cell);
    samples.push({ table: measured.table.name, form, verb, rows, durationMs });
  }
  return samples;
}

function rowsFor({ measured, rows }: Cell, { run, name }: Place, verb: Verb): RowToUpsert<Table>[] {
  return Array.from({ length: rows }, (_, index) => {
    const mark: RowMark = markOf(`${run}${name}.${index}`);
    return { at: { key: mark.key }, row: measured.row(mark, `${index} ${verb}`, run) };
  });
}

async function write(
  client: DataverseClient,
  { measured: { table }, form }: Cell,
  rows: readonly RowToUpsert<Table>[],
): Promise<void> {
  if (form === 'single') {
    for (const { at, row } of rows) await client.upsert(table, at, row);
    return;
  }
  const asOne = { firstRows: rows.length, mostRows: rows.length, atOnce: 1, patienceMs: 1 };
  const by = form === 'batch' ? form : undefined;
  for await (const outcome of client.upsertMultiple(table, rows, { ...asOne, by }))
    if ('error' in outcome) throw outcome.error;
}

/** What went otherwise than as one call has not the cost that was asked for. */
function onlyCall(calls: readonly TimedCall[], { measured: { table }, form }: Cell): TimedCall {
  const [call, ...others] = calls.filter(({ operation }) => operation.startsWith(`${table.name}.`));
  if (!call || others.length > 0)
    throw new Error(`${calls.length} calls were made where one was to be measured.`);
  if (form === 'bulk' && call.operation.endsWith('-batch')) throw new NoBulkMessageError();
  return call;
}
