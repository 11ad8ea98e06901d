import { sql } from 'kysely';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import type { ListedRun, Run } from '../run.js';

/** Runs with the numbers of their deliveries, which are asked for all of them at once. */
export async function withDeliveries(
  { db, dialect }: LedgerGround,
  runs: readonly Run[],
): Promise<ListedRun[]> {
  if (runs.length === 0) return [];
  const wanted = dialect.jsonRows(JSON.stringify(runs.map(({ id }) => ({ run: id }))), ['run']);
  const found = await db
    .selectFrom('stages')
    .innerJoin('deliveries', 'deliveries.id', 'stages.delivery')
    .select(['stages.run', 'deliveries.id', 'deliveries.state'])
    .where(sql<boolean>`stages.run in (select cast("run" as bigint) from (${wanted}) as "wanted")`)
    .orderBy('stages.number')
    .execute();
  return runs.map((run) => {
    const own = found.filter((each) => each.run === run.id);
    const refused = own.filter(({ state }) => state === 'refused');
    return { ...run, deliveries: own.map(({ id }) => id), refusedDeliveries: refused.map(({ id }) => id) };
  });
}
