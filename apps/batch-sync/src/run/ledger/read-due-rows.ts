import { type QueryExecutorProvider, sql } from 'kysely';
import type { LoadAction, RowToLoad } from '../../load/step-writer.js';
import { columnsOf } from '../../staging/dialect/sql-text.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { dueRows } from './due-rows.js';
import type { StepTable } from './step-table.js';

/** Of the keys of a step, both ends included. */
export interface KeyRange {
  readonly firstKey: string;
  readonly lastKey: string;
}

/** A row, with the moment at which it was read: what Dataverse holds may have changed since. */
export interface DueRow {
  readonly row: RowToLoad;
  readonly readAt: Date;
}

/** Rows are held in memory so many at a time. */
const PAGE = 500;

const { key, hash, loadedActive } = acceptedColumns;

/** What is still to be done in a range of keys, in their order. */
export async function* readDueRows(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  step: StepTable,
  action: LoadAction,
  { firstKey, lastKey }: KeyRange,
): AsyncGenerator<DueRow> {
  const names = step.columns.map(({ name }) => name);
  let from = sql`${sql.id(key)} >= ${firstKey}`;
  for (;;) {
    const due = dueRows(dialect, step, action, sql`${from} and ${sql.id(key)} <= ${lastKey}`);
    const { rows } = await sql<ReadRow>`
      select ${columnsOf([
        ...names.map((name) => ({ name, value: sql.id(name) })),
        { name: own.key, value: sql.id(key) },
        { name: own.hash, value: dialect.hashText(sql.id(hash)) },
        { name: own.active, value: sql.id(loadedActive) },
        { name: own.readAt, value: dialect.now },
      ])} from (${due}) as "due" order by ${sql.id(key)} offset 0 rows fetch next ${sql.lit(PAGE)} rows only`.execute(
      db,
    );
    for (const row of rows) yield dueRow(row, names);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    from = sql`${sql.id(key)} > ${last[own.key]}`;
  }
}

/** Names with a space are no column's. */
const own = { key: 'row key', hash: 'row hash', active: 'row active', readAt: 'read at' } as const;

type ReadRow = Record<string, unknown> & {
  [own.key]: string;
  [own.hash]: string;
  [own.active]: boolean | null;
  [own.readAt]: Date;
};

const dueRow = (read: ReadRow, names: readonly string[]): DueRow => ({
  row: {
    key: read[own.key],
    hash: read[own.hash],
    isInactive: read[own.active] === false,
    values: Object.fromEntries(names.map((name) => [name, read[name] as string | null])),
  },
  readAt: read[own.readAt],
});
