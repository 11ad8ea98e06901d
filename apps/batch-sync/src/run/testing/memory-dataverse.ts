import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { pMapIterable } from 'p-map';
import { AbortError, onAbort } from '#lib/resilience';
import type { LoadStep } from '../../catalogue/order/load-order.js';
import type { LoadAction, LoadResult, RowToLoad, StepWriter } from '../../load/step-writer.js';
import type { Spent } from '../run-report.js';
import type { StepKeys, WayToDataverse } from '../way-to-dataverse.js';

/** A row there. */
export interface MemoryRow {
  hash: string | null;
  isActive: boolean;
  isClosed: boolean;
  values: RowToLoad['values'];
}

/** A request, as a test sees it before it is done. */
export interface MemoryRequest {
  readonly action: LoadAction;
  readonly step: string;
  readonly rows: readonly RowToLoad[];
}

type MemoryAnswer = { code: string; says: string } | { how: 'absent' } | Error | undefined;

/**
 * Dataverse in memory: what is written is there, what is closed refuses to be written, and a lookup must find its row. Requests take some
 * rows each, and a test may hold them up or refuse rows.
 */
export class MemoryDataverse implements WayToDataverse {
  readonly requests: MemoryRequest[] = [];
  /** Refuses a row, leaves it open, or says how it is done. */
  answer: (row: RowToLoad, step: string, action: LoadAction) => MemoryAnswer = () => undefined;
  /** Requests that may be under way. */
  callsAtOnce = 1;
  /** Says why nothing can be read, each time that it is tried. */
  unreadable: () => Error | undefined = () => undefined;
  /** Whether its rows tell of people. */
  arePeople = false;
  /** Happens before a request is done. */
  before: (request: MemoryRequest) => Promise<void> = async () => undefined;

  /** Happens when it is done, and its answer is on its way. */
  after: (request: MemoryRequest) => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly rowsAtOnce = 7,
    private readonly tables = new Map<string, Map<string, MemoryRow>>(),
  ) {}

  /** Another way to the same rows. */
  again(): MemoryDataverse {
    const other = new MemoryDataverse(this.rowsAtOnce, this.tables);
    other.callsAtOnce = this.callsAtOnce;
    return other;
  }

  rowsOf(step: string): Map<string, MemoryRow> {
    const rows = this.tables.get(step) ?? new Map<string, MemoryRow>();
    this.tables.set(step, rows);
    return rows;
  }

  /** How often each key was sent. */
  sent(action: LoadAction = 'write'): string[] {
    return this.requests
      .filter((each) => each.action === action)
      .flatMap(({ rows }) => rows.map(({ key }) => key));
  }

  writer(step: LoadStep): StepWriter {
    return { perform: (action, rows, { signal }) => this.perform(step, action, rows, signal) };
  }

  async *heldRows({ name }: LoadStep) {
    await turn();
    const error = this.unreadable();
    if (error) throw error;
    for (const [key, { hash, isActive }] of this.rowsOf(name))
      yield { cwKey: keyOf(name, key), hash, isActive };
  }

  keys({ name }: LoadStep): StepKeys {
    return { cwKeyOf: (key) => keyOf(name, key), arePersonal: this.arePeople };
  }

  spent(): Spent {
    const operations = this.requests.reduce((sum, { rows }) => sum + rows.length, 0);
    return {
      requests: this.requests.length,
      operations,
      executionMs: operations * 12,
      throttled: 0,
      waitedMs: {},
    };
  }

  private async *perform(
    step: LoadStep,
    action: LoadAction,
    rows: AsyncIterable<RowToLoad>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LoadResult> {
    const answers = pMapIterable(
      blocksOf(rows, this.rowsAtOnce),
      (block) => this.send(step, action, block, signal),
      { concurrency: this.callsAtOnce },
    );
    for await (const results of answers) yield* results;
  }

  private async send(step: LoadStep, action: LoadAction, rows: RowToLoad[], signal: AbortSignal | undefined) {
    const request = { action, step: step.name, rows };
    await unlessAborted(this.before(request), signal);
    this.requests.push(request);
    const results = rows.map((row) => this.done(step, action, row));
    await unlessAborted(this.after(request), signal);
    return results;
  }

  private done({ name, target }: LoadStep, action: LoadAction, row: RowToLoad): LoadResult {
    const answer = this.answer(row, name, action);
    if (answer instanceof Error) return { row, outcome: 'open', error: answer };
    if (answer && 'how' in answer) return { row, outcome: 'done', ...answer };
    if (answer) return { row, outcome: 'refused', ...answer };
    const held = this.rowsOf(name).get(row.key);
    if (action === 'write') {
      if (held?.isClosed) return { row, outcome: 'refused', code: 'invalid-state', says: 'It is closed.' };
      if (this.lacksParent(target, row))
        return { row, outcome: 'refused', code: 'row-not-found', says: 'A row that it names is not there.' };
      this.rowsOf(name).set(row.key, { hash: row.hash, isActive: true, isClosed: false, values: row.values });
      return { row, outcome: 'done', how: held ? 'updated' : 'created' };
    }
    if (!held) return { row, outcome: 'done', how: 'absent' };
    held.isActive = false;
    if (action === 'close') held.isClosed = true;
    return { row, outcome: 'done', how: action === 'close' ? 'closed' : 'deactivated' };
  }

  private lacksParent({ columns }: LoadStep['target'], { values }: RowToLoad): boolean {
    return Object.values(columns).some((mapping) => {
      const key = 'lookup' in mapping ? values[mapping.lookup.column] : undefined;
      return 'lookup' in mapping && key != null && !this.rowsOf(mapping.lookup.to).has(key);
    });
  }
}

async function* blocksOf(rows: AsyncIterable<RowToLoad>, size: number): AsyncGenerator<RowToLoad[]> {
  let block: RowToLoad[] = [];
  for await (const row of rows) {
    block.push(row);
    if (block.length < size) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stopListening = onAbort(signal, () => reject(new AbortError('Nobody waits for it.')));
  });
  await Promise.race([work, aborted]).finally(stopListening);
}

const keyOf = (step: string, key: string) => createHash('sha256').update(`${step}\u001f${key}`).digest('hex');
