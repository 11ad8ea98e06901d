import type { Generated, JSONColumnType, Kysely, Selectable } from 'kysely';
import type { StagingSchema } from '../../staging/staging.schema.js';
import type { RunReport, Spent } from '../run-report.js';
import type { RunFailure, RunOptions, RunState, StageAction } from '../run.js';

/** One row a run; never deleted. */
interface RunsTable {
  id: Generated<string>;
  integration: string;
  state: Generated<RunState>;
  options: JSONColumnType<Omit<RunOptions, 'until'>>;
  until: Date | null;
  started_at: Generated<Date>;
  ended_at: Date | null;
  failure: JSONColumnType<RunFailure> | null;
  /** By all processes that worked at it. */
  spent: JSONColumnType<Spent> | null;
  /** As it was when the run ended. */
  report: JSONColumnType<RunReport> | null;
}

/** The parts of a run, from 1; the first that has not ended is under way. */
interface StagesTable {
  run: string;
  number: number;
  action: StageAction;
  step: string;
  delivery: string | null;
  began_at: Date | null;
  ended_at: Date | null;
}

/**
 * What a worker takes at a time: the rows of a stage from one key to another, or all of it. `open`: it may be taken from `not_before` on.
 * `taken`: somebody is at it until `taken_until`, unless they say that they still are; afterwards it may be taken by anybody. `done`:
 * every row has a result. How often it was taken tells one holder from the next.
 */
interface ChunksTable {
  run: string;
  stage: number;
  number: number;
  first_key: string | null;
  last_key: string | null;
  rows: string;
  state: Generated<'open' | 'taken' | 'done'>;
  taken_by: string | null;
  taken_until: Date | null;
  not_before: Generated<Date>;
  attempts: Generated<number>;
  /** Rows that have a result, and those of them that were refused. */
  settled: Generated<string>;
  refused: Generated<string>;
  /** The code of the error for which rows of it were left open last. */
  waits_for: string | null;
  result: JSONColumnType<object> | null;
}

/** The tables of runs. */
export interface RunTables {
  runs: RunsTable;
  stages: StagesTable;
  chunks: ChunksTable;
}

/** The staging database with the tables of runs, or a transaction in it. */
export type RunDatabase = Kysely<StagingSchema & RunTables>;

/** The same database, whose migrations have made the tables of runs. */
export const withRuns = (db: Kysely<StagingSchema>): RunDatabase => db as unknown as RunDatabase;

export type RunRow = Selectable<RunsTable>;
export type StageRow = Selectable<StagesTable>;
export type ChunkRow = Selectable<ChunksTable>;
