import { sql } from 'kysely';
import type { Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { acceptedColumns } from '../tables/reserved-columns.js';
import type { StagedColumn } from '../tables/staged-column.js';
import { acceptedTable, type RowsOf } from '../tables/table-names.js';
import { ofRow, read, type Rows, withColumns } from './row-columns.js';

/** Accepted rows of which the condition is true, with their keys, and with these columns as expressions of the catalogue see them. */
export function acceptedValues(
  dialect: StagingDialect,
  rows: RowsOf,
  columns: readonly Pick<StagedColumn, 'name' | 'type'>[],
  where: Sql,
): Rows {
  const accepted = { query: sql`select * from ${sql.id(acceptedTable(rows))} where ${where}`, columns: [] };
  const names = [acceptedColumns.key, ...columns.map(({ name }) => name)];
  const texts = names.map((name) => ({ name, value: ofRow(name) }));
  // What was kept is in the one form that each type has: formats and zones of the source are nothing here.
  const kept = columns.map(({ name, type }) => ({ name, type, compared: true, sql: '' }));
  return read(dialect, withColumns(dialect, accepted, texts), kept);
}
