import {
  BulkCallError,
  type CallOptions,
  type DataverseClient,
  DataverseError,
  type RowOutcome,
  type Table,
} from '#lib/dataverse';
import { ownColumns } from '../../catalogue/own-columns.js';
import { cwKeysOf } from '../cw-keys.js';
import type { LoadAction, LoadResult, RowToLoad, StepWriter } from '../step-writer.js';
import { tableMapOf } from '../table-map.js';
import { tableNamed } from '../table-named.js';
import { caseResolution } from './case-resolution.js';
import { FixedRows } from './fixed-rows.js';
import { loadResult } from './load-result.js';
import { type MappedRow, type MappingGround, rowMapper } from './mapping/row-mapper.js';
import { NotedWriting } from './notes/noted-writing.js';
import { notesOf, type NotesOf } from './notes/note.js';
import { RowToWrite } from './row-to-write.js';
import { inactiveState, stateValues } from './state-values.js';

/** What the rows of a step are written with. */
export interface StepWriterOptions extends MappingGround {
  client: DataverseClient;
}

/** Rows of the calls under way are in memory several times: as they came, as they are mapped, and as they are sent. */
const mostBytesACall = 2 * 1_024 * 1_024;

type Rows = AsyncIterable<RowToLoad>;
type Results = AsyncGenerator<LoadResult, void, undefined>;

/**
 * Writes the rows of a load step into Dataverse.
 *
 * @throws KeySecretMissingError when keys of people are to be made without a secret
 */
export const stepWriter = (options: StepWriterOptions): StepWriter => new DataverseStepWriter(options);

class DataverseStepWriter implements StepWriter {
  private readonly table: Table;
  private readonly keyOf: (naturalKey: string) => string;
  private readonly map: (row: RowToLoad) => MappedRow;
  private readonly notesOf: NotesOf | undefined;
  private readonly fixedRows: FixedRows;

  constructor(private readonly options: StepWriterOptions) {
    const { client, schema, step } = options;
    this.table = tableMapOf(schema, step.target.table);
    this.keyOf = cwKeysOf(step, options);
    this.map = rowMapper(options);
    this.notesOf = notesOf(schema, step);
    this.fixedRows = new FixedRows(client, schema, step);
  }

  perform(action: LoadAction, rows: Rows, how: Pick<CallOptions, 'signal'>): Results {
    switch (action) {
      case 'write':
        return this.write(rows, how);
      case 'close':
        return resultsOf(action, this.close(rows, how));
      case 'deactivate':
        return resultsOf(action, this.deactivate(rows, how));
    }
  }

  private async *write(rows: Rows, how: CallOptions): Results {
    const { table, notesOf: notes } = this;
    const { client } = this.options;
    const trouble = await this.makeFixedRows(how);
    if (trouble) return yield* leftOpen(rows, trouble);
    const toWrite = each(rows, (row) => new RowToWrite(row, this.keyOf(row.key), this.map));
    const inCalls = { ...how, mostBytes: mostBytesACall };
    if (notes)
      return yield* new NotedWriting({ client, table, notesOf: notes, how: inCalls }).results(toWrite);
    yield* resultsOf('write', client.upsertMultiple(table, toWrite, inCalls));
  }

  private close(rows: Rows, how: CallOptions) {
    const { client, schema, step } = this.options;
    if (!step.target.closedWhen) throw new Error(`${step.name} closes no cases.`);
    const resolution = caseResolution(schema, step.target.closedWhen);
    const toClose = each(rows, (source) => ({ source, at: { key: this.keyOf(source.key) }, resolution }));
    return client.closeCases(toClose, how);
  }

  /** A row that Dataverse does not have any more is not made there to be inactive. */
  private deactivate(rows: Rows, how: CallOptions) {
    const { client, schema, step } = this.options;
    const changes = stateValues(tableNamed(schema, step.target.table), inactiveState);
    const toChange = each(rows, (source) => ({ source, at: this.addressOf(source), changes }));
    return client.updateMultiple(this.table, toChange, { ...how, mayBeAbsent: true });
  }

  private readonly addressOf = ({ key }: RowToLoad) => ({ [ownColumns.key]: this.keyOf(key) });

  /** Answers with the error that will pass, if there is one: without its fixed rows no row can be written. */
  private async makeFixedRows(how: CallOptions): Promise<Error | undefined> {
    try {
      await this.fixedRows.make(how);
      return undefined;
    } catch (error) {
      if (how.signal?.aborted || !(error instanceof Error) || error instanceof TypeError) throw error;
      if (error instanceof DataverseError && !willPass(error))
        throw new BulkCallError(error.operation, error);
      return error;
    }
  }
}

const willPass = ({ retry, code }: DataverseError): boolean => retry === 'safe' || code === 'throttled';

async function* each<Made>(
  rows: Rows,
  make: (row: RowToLoad) => Made,
): AsyncGenerator<Made, void, undefined> {
  for await (const row of rows) yield make(row);
}

async function* resultsOf(
  action: LoadAction,
  outcomes: AsyncIterable<RowOutcome<{ readonly source: RowToLoad }>>,
): Results {
  for await (const outcome of outcomes) yield loadResult(action, outcome.entry.source, outcome);
}

async function* leftOpen(rows: Rows, error: Error): Results {
  for await (const row of rows) yield { row, outcome: 'open', error };
}
