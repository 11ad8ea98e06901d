import { type RawBuilder, sql } from 'kysely';
import { waypoint } from '#lib/telemetry';
import { noTally, type Tally, type TakenChunk } from './chunk.js';
import type { LedgerGround } from './ledger-ground.js';
import type { ChunkRow, RunDatabase } from './run.schema.js';

/** How a chunk is left. */
export type Leaving =
  /** Some of its rows are under way. */
  | { readonly kind: 'goes-on' }
  /** Every row has a result. */
  | { readonly kind: 'done' }
  /** Rows of it were left open, for the error of that code; to be taken again after so many milliseconds. */
  | { readonly kind: 'again'; readonly afterMs: number; readonly code?: string | undefined };

/** Rows of a chunk that have got a result. */
export interface Settled {
  readonly rows: number;
  readonly refused: number;
  readonly tally: object;
}

/**
 * Who is at which chunk. A chunk is *open*, *taken* by one worker for the time of a lease, which the worker renews while it is at it, and
 * *done*. When a worker dies its lease runs out, and another takes the chunk. Whoever wakes after its lease and finds the chunk taken by
 * another writes nothing: all that it says is bound to the attempt that it made.
 */
export class ChunkLedger {
  constructor(
    private readonly ground: LedgerGround,
    private readonly leaseMs: number,
  ) {}

  /** The next chunk of a stage that nobody is at; undefined when there is none for now. */
  async take(
    { run, number }: { run: string; number: number },
    worker: string,
  ): Promise<TakenChunk | undefined> {
    const { db, dialect } = this.ground;
    const { now } = dialect;
    const taken = await db.transaction().execute(async (transaction) => {
      const free = sql`run = ${run} and stage = ${number} and (
        (state = 'open' and not_before <= ${now}) or (state = 'taken' and taken_until < ${now}))`;
      const wanted = { table: 'chunks', columns: ['number'], where: free, orderBy: sql`number` };
      const { rows } = await (dialect.firstUnlocked(wanted) as RawBuilder<{ number: number }>).execute(
        transaction,
      );
      if (!rows[0]) return undefined;
      const row = await transaction
        .updateTable('chunks')
        .set((chunk) => ({
          state: 'taken',
          taken_by: worker,
          taken_until: this.leaseEnd(),
          attempts: chunk('attempts', '+', 1),
        }))
        .where('run', '=', run)
        .where('stage', '=', number)
        .where('number', '=', rows[0].number)
        .returningAll()
        .executeTakeFirstOrThrow();
      return takenChunk(row);
    });
    if (taken) waypoint('chunk.taken');
    return taken;
  }

  /** Still at it. */
  async renew(chunks: readonly TakenChunk[]): Promise<void> {
    for (const chunk of chunks)
      await this.held(this.ground.db, chunk).set({ taken_until: this.leaseEnd() }).execute();
  }

  /** Writes down what has become of rows, and how the chunk is left. False when somebody else has taken it: then nothing was written. */
  async settle(db: RunDatabase, chunk: TakenChunk, settled: Settled, leaving: Leaving): Promise<boolean> {
    const { numUpdatedRows } = await this.held(db, chunk)
      .set((row) => ({
        settled: row('settled', '+', String(settled.rows)),
        refused: row('refused', '+', String(settled.refused)),
        result: JSON.stringify(settled.tally),
        ...this.left(leaving),
      }))
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Leaves a chunk to whoever comes next. */
  async release(chunk: TakenChunk): Promise<void> {
    await this.held(this.ground.db, chunk)
      .set(this.left({ kind: 'again', afterMs: 0 }))
      .execute();
  }

  private left(leaving: Leaving) {
    switch (leaving.kind) {
      case 'goes-on':
        return {};
      case 'done':
        return { state: 'done' as const, taken_until: null, waits_for: null };
      case 'again':
        return {
          state: 'open' as const,
          taken_until: null,
          not_before: this.ground.dialect.fromNow(leaving.afterMs) as RawBuilder<Date>,
          waits_for: leaving.code ?? null,
        };
    }
  }

  private held(db: RunDatabase, { run, stage, number, attempts }: TakenChunk) {
    return db
      .updateTable('chunks')
      .where('run', '=', run)
      .where('stage', '=', stage)
      .where('number', '=', number)
      .where('attempts', '=', attempts)
      .where('state', '=', 'taken');
  }

  private leaseEnd = () => this.ground.dialect.fromNow(this.leaseMs) as RawBuilder<Date>;
}

const takenChunk = ({
  run,
  stage,
  number,
  attempts,
  first_key,
  last_key,
  rows,
  result,
}: ChunkRow): TakenChunk => ({
  run,
  stage,
  number,
  attempts,
  firstKey: first_key,
  lastKey: last_key,
  rows: Number(rows),
  tally: (result as Tally | null) ?? noTally,
});
