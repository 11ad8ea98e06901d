import { sql } from 'kysely';
import type { LoadAction } from '../../load/step-writer.js';
import type { Sql } from '../../staging/dialect/sql-text.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { isQuarantined } from '../../staging/tables/pending.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable, pendingView } from '../../staging/tables/table-names.js';
import { acceptedValues } from '../../staging/transform/accepted-values.js';
import { ofRow } from '../../staging/transform/row-columns.js';
import type { StepTable } from './step-table.js';

const { key, hash, active, loadedHash, loadedActive, loadedClosed } = acceptedColumns;

/** The accepted rows with which this is still to be done, of those of which the condition is true. */
export function dueRows(
  dialect: StagingDialect,
  step: StepTable,
  action: LoadAction,
  within: Sql = sql`1 = 1`,
): Sql {
  if (action === 'close') return rowsToClose(dialect, step, within);
  const state = action === 'write' ? dialect.true : dialect.false;
  return sql`select * from ${sql.id(pendingView(step.name))} where ${sql.id(active)} = ${state} and ${within}`;
}

/** Only what Dataverse holds as it was accepted is closed: nothing can be written to it afterwards. */
function rowsToClose(dialect: StagingDialect, step: StepTable, within: Sql): Sql {
  const closing = step.target.closedWhen;
  const is = dialect.true;
  const closable = sql`
    ${sql.id(active)} = ${is} and ${sql.id(loadedActive)} = ${is} and ${sql.id(loadedHash)} = ${sql.id(hash)}
    and ${sql.id(loadedClosed)} is null and not (${isQuarantined}) and ${within}`;
  const values = acceptedValues(dialect, step.name, step.columns, closable);
  return sql`
    select * from ${sql.id(acceptedTable(step.name))} where ${closable} and ${sql.id(key)} in (
      select ${ofRow(key)} from (${values.query}) as "row" where (${sql.raw(closing?.sql ?? '1 = 0')}))`;
}
