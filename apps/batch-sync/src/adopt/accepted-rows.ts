import { sql, type QueryExecutorProvider } from 'kysely';
import type { StagingDialect } from '../staging/dialect/staging-dialect.js';
import { columnsOf } from '../staging/dialect/sql-text.js';
import type { IntegrationTables } from '../staging/tables/integration-tables.js';
import { acceptedColumns } from '../staging/tables/reserved-columns.js';
import { acceptedTable } from '../staging/tables/table-names.js';
import type { StepToAdopt } from './way-to-adopt.js';

/** An accepted row with the columns that it is matched by. */
export interface AcceptedRow {
  readonly key: string;
  readonly values: Readonly<Record<string, string | null>>;
}

const PAGE = 1_000;

/** No name in the catalogue has a space. */
const rowKey = 'row key';

const { key, active, loadedHash } = acceptedColumns;

/** The active rows of a step that the sync has never written, by their keys. */
export async function* acceptedRows(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  tables: IntegrationTables,
  { name: step, target, adopt }: StepToAdopt,
): AsyncGenerator<AcceptedRow, void, undefined> {
  const table = acceptedTable(step);
  const there = await tables.columnsOf(db, table);
  const wanted = adopt.match.flatMap((column) => {
    const mapping = target.columns[column];
    return mapping && 'column' in mapping ? mapping.column : [];
  });
  // An entity gets its columns with its first rows.
  const names = [...new Set(wanted)].filter((name) => there.includes(name));
  const selected = columnsOf(
    [rowKey, ...names].map((name) => ({ name, value: sql.id(name === rowKey ? key : name) })),
  );
  for (let after = ''; ;) {
    const { rows } = await sql<Record<string, string | null> & { [rowKey]: string }>`
      select ${selected} from ${sql.id(table)}
      where ${sql.id(active)} = ${dialect.true} and ${sql.id(loadedHash)} is null and ${sql.id(key)} > ${after}
      order by ${sql.id(key)} offset 0 rows fetch next ${sql.lit(PAGE)} rows only`.execute(db);
    for (const { [rowKey]: naturalKey, ...values } of rows) yield { key: naturalKey, values };
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last[rowKey];
  }
}
