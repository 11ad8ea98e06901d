import { sql } from 'kysely';
import type { Integration } from '../../catalogue/integration.js';
import type { Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import { landingColumns } from '../tables/reserved-columns.js';
import {
  columnNamed,
  computedColumns,
  OTHERS,
  sourceColumns,
  type StagedColumn,
  stagedColumns,
} from '../tables/staged-column.js';
import { landingTable } from '../tables/table-names.js';
import { compute } from './computed-columns.js';
import { cleaned, ofRow, read, type Rows, textOf, withColumns } from './row-columns.js';
import { LONGEST_KEY, verdictOf } from './verdict.js';

/** What a staged row has beside the columns of the integration. Names with a space are in nobody's way. */
export const staged = {
  number: 'row number',
  key: 'row key',
  hash: 'row hash',
  verdict: 'row verdict',
  defect: 'row defect',
} as const;

/**
 * All rows of a delivery as they are judged and compared: each column by the text that is kept of it, the key, the hash, and the number of the
 * reason for which the row is rejected. One query from the landing table on, in steps each of which computes from the columns of the one before.
 */
export function stagedRows(dialect: StagingDialect, integration: Integration, delivery: string): Sql {
  const columns = stagedColumns(integration);
  const sources = sourceColumns(integration);
  const landed = landedRows(dialect, integration, delivery);
  const clean = withColumns(
    dialect,
    landed,
    sources.flatMap((column) => cleaned(dialect, column)),
  );
  const valued = compute(dialect, read(dialect, clean, sources), computedColumns(integration));
  const keyed = withColumns(dialect, valued, [
    { name: staged.key, value: keyOf(dialect, integration, columns) },
  ]);
  const judged = withColumns(dialect, keyed, [
    { name: staged.verdict, value: verdictOf(dialect, integration, staged) },
    { name: staged.hash, value: hashOf(dialect, integration, columns) },
    ...columns.map((column) => ({ name: column.name, value: textOf(column) })),
  ]);
  const names = [...Object.values(staged), ...columns.map(({ name }) => name)];
  return sql`select ${sql.join(names.map(ofRow))} from (${judged.query}) as "row"`;
}

/** The rows in normal form. */
function landedRows(dialect: StagingDialect, integration: Integration, delivery: string): Rows {
  const { delivery: ofDelivery, number, defect } = landingColumns;
  const table = sql.id(landingTable(integration.name));
  const query = sql`select * from ${table} where ${sql.id(ofDelivery)} = ${sql.lit(delivery)}`;
  return withColumns(dialect, { query, columns: [] }, [
    { name: staged.number, value: ofRow(number) },
    { name: staged.defect, value: ofRow(defect) },
    ...sourceColumns(integration).map(({ name }) => ({
      name,
      value: name === OTHERS ? dialect.normalObject(ofRow(name)) : dialect.normalForm(ofRow(name)),
    })),
  ]);
}

/** Null where any part of it is missing; a malformed row has none. */
function keyOf(dialect: StagingDialect, { key }: Integration, columns: readonly StagedColumn[]): Sql {
  const parts = key.flatMap((name, index) => {
    const part = textOf(columnNamed(columns, name));
    return index === 0 ? [part] : [sql.lit('|'), part];
  });
  const whole = dialect.joined(parts);
  return sql`case when ${ofRow(staged.defect)} is null and ${dialect.length(sql`(${whole})`)} <= ${sql.lit(LONGEST_KEY)} then ${whole} end`;
}

/** The key itself is no column that is compared. */
const hashOf = (dialect: StagingDialect, { key }: Integration, columns: readonly StagedColumn[]): Sql =>
  dialect.hash(
    columns
      .filter(({ name, compared }) => compared && !key.includes(name))
      .map((column) => ({ name: column.name, text: textOf(column) })),
  );
