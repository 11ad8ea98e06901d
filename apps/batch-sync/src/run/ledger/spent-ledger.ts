import { type Counts, noneSpent, type Spent } from '../run-report.js';
import { merged } from '../merged.js';
import type { LedgerGround } from './ledger-ground.js';
import type { RunDatabase } from './run.schema.js';

/** Adds what a process has spent to what others have. */
export async function addSpent({ db, dialect }: LedgerGround, run: string, more: Spent): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await dialect.lock(`batch_sync spent of run ${run}`).execute(transaction);
    const all = combined([await spentOn(transaction, run), more]);
    await transaction
      .updateTable('runs')
      .set({ spent: JSON.stringify(all) })
      .where('id', '=', run)
      .execute();
  });
}

/** What all processes have spent on a run. */
export async function spentOn(db: RunDatabase, run: string): Promise<Spent> {
  const { spent } = await db
    .selectFrom('runs')
    .select('spent')
    .where('id', '=', run)
    .executeTakeFirstOrThrow();
  return spent ?? noneSpent;
}

/** What was spent between two moments. */
export const spentSince = (before: Spent, now: Spent): Spent => combined([now, negative(before)]);

function combined(all: readonly Spent[]): Spent {
  const sum = (name: Figure) => all.reduce((total, spent) => total + spent[name], 0);
  return {
    requests: sum('requests'),
    operations: sum('operations'),
    executionMs: sum('executionMs'),
    throttled: sum('throttled'),
    waitedMs: merged(all.map(({ waitedMs }) => waitedMs)),
  };
}

type Figure = Exclude<keyof Spent, 'waitedMs'>;

const negative = ({ waitedMs, ...figures }: Spent): Spent => ({
  ...negatives(figures),
  waitedMs: negatives(waitedMs),
});

const negatives = <Values extends Counts>(counts: Values): Values =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, -(value ?? 0)])) as Values;
