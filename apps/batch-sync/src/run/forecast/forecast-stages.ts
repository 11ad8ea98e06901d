import { sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable } from '../../staging/tables/table-names.js';
import { dueRows } from '../ledger/due-rows.js';
import { type LedgerGround, stepTableOf } from '../ledger/ledger-ground.js';
import { releaseOrphans } from '../ledger/quarantine.js';
import { stagesOf } from '../ledger/stages-of.js';
import type { StepTable } from '../ledger/step-table.js';
import { countDue } from '../report/count-due.js';
import { callsFor } from './forecast-costs.js';
import type { ForecastStage } from './forecast.js';

const { key, hash, loadedHash, loadedActive, loadedAt } = acceptedColumns;

/**
 * What the stages of a run would do. Each is taken for done before the next is looked at, in a transaction that its caller takes back:
 * only what was written is closed, and rows in quarantine may wait for those of a stage before.
 */
export async function forecastStages(
  ground: LedgerGround,
  integration: Integration,
): Promise<ForecastStage[]> {
  const { db, dialect } = ground;
  const stages: ForecastStage[] = [];
  for (const { action, step: name } of stagesOf(integration, [], { reconcile: false })) {
    if (action === 'apply' || action === 'reconcile') continue;
    const step = await stepTableOf(ground, integration, name);
    if (action === 'write') await releaseOrphans(db, dialect, step);
    const rows = await countDue(db, dialect, step, action);
    stages.push({ action, step: name, rows, ...callsFor(action, rows) });
    if (action === 'write' && rows > 0) await takeForWritten(ground, step);
  }
  return stages;
}

async function takeForWritten({ db, dialect }: LedgerGround, step: StepTable): Promise<void> {
  await sql`
    update ${sql.id(acceptedTable(step.name))} set ${sql.join([
      sql`${sql.id(loadedHash)} = ${sql.id(hash)}`,
      sql`${sql.id(loadedActive)} = ${dialect.true}`,
      sql`${sql.id(loadedAt)} = ${dialect.now}`,
    ])}
    where ${sql.id(key)} in (select ${sql.id(key)} from (${dueRows(dialect, step, 'write')}) as "due")`.execute(
    db,
  );
}
