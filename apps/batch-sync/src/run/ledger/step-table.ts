import type { QueryExecutorProvider } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import type { LoadStep } from '../../catalogue/order/load-order.js';
import type { IntegrationTables } from '../../staging/tables/integration-tables.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { type StagedColumn, stagedColumns } from '../../staging/tables/staged-column.js';
import { acceptedTable } from '../../staging/tables/table-names.js';

/** The accepted rows of a step, with the columns that they have. */
export interface StepTable extends LoadStep {
  readonly columns: readonly Pick<StagedColumn, 'name' | 'type'>[];
}

/** Those of an integration are read by their types; an entity's are texts. */
export async function stepTable(
  db: QueryExecutorProvider,
  tables: IntegrationTables,
  integration: Integration,
  step: LoadStep,
): Promise<StepTable> {
  const reserved: readonly string[] = Object.values(acceptedColumns);
  const typed = step.name === integration.name ? stagedColumns(integration) : [];
  const names = await tables.columnsOf(db, acceptedTable(step.name));
  const columns = names
    .filter((name) => !reserved.includes(name))
    .map((name) => ({ name, type: typed.find((column) => column.name === name)?.type ?? ('text' as const) }));
  return { ...step, columns };
}
