import pg from 'pg';
import { type Integration, integration } from '../../catalogue/integration.js';
import { Staging } from '../../staging/staging.js';
import { LedgerRuns } from '../ledger-runs.js';
import type { RunReport } from '../run-report.js';
import type { RunOptions } from '../run.js';
import type { WorkSettings } from '../work/work-settings.js';
import { MemoryDataverse } from './memory-dataverse.js';

type Given = Partial<Record<keyof Integration, unknown>>;

/** An integration of gardens, each with its size. */
export const gardens = (name: string, more: Given = {}): Integration =>
  integration.parse({
    name,
    owner: 'Gardens',
    need: 'A test',
    pattern: 'batch',
    source: { format: { kind: 'csv' } },
    key: ['garden'],
    columns: { garden: {}, size: {} },
    guards: { rejected: 1, deactivated: 1 },
    target: { table: 'cw_asset', columns: {} },
    ...more,
  });

/** So that what takes a minute takes a moment; but what is under way has its time, however slow the machine is. */
export const hasty: Partial<WorkSettings> = {
  chunkRows: 10,
  leaseMs: 300,
  lookMs: 20,
  idleMs: 10,
  resultsAtOnce: 5,
  againAfterMs: 20,
  againAtMostMs: 40,
  readingsAtMost: 3,
  graceMs: 10_000,
};

/** A process that takes part in runs: its own connections, and its own way to the one Dataverse. */
export interface SyncProcess {
  readonly runs: LedgerRuns;
  readonly staging: Staging;
}

/** A database for one spec. */
interface SpecDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A staging database, Dataverse in memory, and processes in between. */
export class SyncGround {
  readonly dataverse = new MemoryDataverse();
  private readonly processes: SyncProcess[] = [];

  private constructor(
    private readonly database: SpecDatabase,
    private readonly catalogue: readonly Integration[],
    readonly sql: pg.Client,
  ) {}

  /** The database goes when the ground is closed. */
  static async open(database: SpecDatabase, ...catalogue: Integration[]): Promise<SyncGround> {
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    const ground = new SyncGround(database, catalogue, sql);
    await ground.process();
    await sql.query('set search_path to batch_sync');
    return ground;
  }

  /** One more. */
  async process(
    settings: Partial<WorkSettings> = {},
    dataverse = this.dataverse,
    integrations = this.catalogue,
  ): Promise<SyncProcess> {
    const staging = await Staging.open(this.database.url);
    const runs = await LedgerRuns.open({
      staging,
      catalogue: { integrations },
      openWay: () => dataverse,
      settings: { ...hasty, ...settings },
    });
    const process = { runs, staging };
    this.processes.push(process);
    return process;
  }

  get runs(): LedgerRuns {
    return this.first.runs;
  }

  get staging(): Staging {
    return this.first.staging;
  }

  /** Lands rows, by the key and one more value each. */
  async land(to: Integration, rows: Readonly<Record<string, string>>): Promise<string> {
    const [keyColumn = '', column = ''] = Object.keys(to.columns);
    async function* stream() {
      let number = 0;
      for (const [key, value] of Object.entries(rows)) {
        number += 1;
        yield { number, values: { [keyColumn]: key, [column]: value } };
      }
    }
    return this.staging.land(to, 'a delivery', stream());
  }

  /** Lands rows and runs until the run ends. */
  async sync(
    to: Integration,
    rows: Readonly<Record<string, string>>,
    options?: RunOptions,
  ): Promise<RunReport> {
    const run = await this.runs.start(to.name, [await this.land(to, rows)], options);
    return this.runs.work(run.id);
  }

  /** Runs over what is pending. */
  async load(of: Integration): Promise<RunReport> {
    return this.runs.work((await this.runs.start(of.name, [])).id);
  }

  /** Leaves nothing of a test to the next one. */
  async settle(): Promise<void> {
    this.dataverse.answer = () => undefined;
    this.dataverse.before = () => Promise.resolve();
    this.dataverse.unreadable = () => undefined;
    this.dataverse.requests.length = 0;
    for (const { id } of await this.runs.unfinished()) await this.runs.cancel(id);
  }

  async rowsOf(query: string): Promise<Record<string, unknown>[]> {
    return (await this.sql.query<Record<string, unknown>>(query)).rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.processes.map(({ staging }) => staging.close()), this.sql.end()]);
    await this.database.drop();
  }

  private get first(): SyncProcess {
    const [first] = this.processes;
    if (!first) throw new Error('There is no process.');
    return first;
  }
}

/** So many rows, all of one size. */
export const rowsOfSize = (count: number, size: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`G${String(index).padStart(4, '0')}`, size]),
  );
