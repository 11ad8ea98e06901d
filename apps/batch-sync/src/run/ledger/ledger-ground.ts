import type { Integration } from '../../catalogue/integration.js';
import { loadSteps } from '../../catalogue/order/load-order.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import type { IntegrationTables } from '../../staging/tables/integration-tables.js';
import type { RowsOf } from '../../staging/tables/table-names.js';
import { RunError } from '../run.error.js';
import type { RunDatabase } from './run.schema.js';
import { type StepTable, stepTable } from './step-table.js';

/** What the ledger of runs stands on. */
export interface LedgerGround {
  readonly db: RunDatabase;
  readonly dialect: StagingDialect;
  readonly tables: IntegrationTables;
}

/** @throws RunError when the catalogue has no such step any more */
export async function stepTableOf(
  { db, tables }: Pick<LedgerGround, 'db' | 'tables'>,
  integration: Integration,
  name: RowsOf,
): Promise<StepTable> {
  const step = loadSteps(integration).find((each) => each.name === name);
  if (!step)
    throw new RunError(
      'catalogue-changed',
      `${integration.name} has no rows ${name} any more: cancel the run.`,
    );
  return stepTable(db, tables, integration, step);
}
