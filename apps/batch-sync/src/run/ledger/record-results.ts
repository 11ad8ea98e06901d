import { type QueryExecutorProvider, sql } from 'kysely';
import type { LoadAction, LoadResult } from '../../load/step-writer.js';
import type { Sql } from '../../staging/dialect/sql-text.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import { keepableText } from '../../staging/landing/copy-text.js';
import { acceptedColumns } from '../../staging/tables/reserved-columns.js';
import { acceptedTable, type RowsOf } from '../../staging/tables/table-names.js';

/** A result, with the moment at which its row was read. */
export interface ReadResult {
  readonly result: LoadResult;
  readonly readAt: Date;
}

/** What was done, and to whose rows. */
export interface LoadedPart {
  readonly run: string;
  readonly action: LoadAction;
  readonly step: RowsOf;
}

/** What a row in quarantine says of its refusal, as JSON. */
export interface QuarantineNote {
  readonly code: string;
  readonly says: string;
  readonly run: string;
}

const { key, loadedHash, loadedActive, loadedClosed, loadedAt } = acceptedColumns;
const { quarantinedHash, quarantinedActive, quarantinedAt, quarantine } = acceptedColumns;

const result = (name: 'key' | 'hash' | 'at' | 'note') => sql.id('result', name);
const assign = (name: string, value: Sql) => sql`${sql.id(name)} = ${value}`;

/** Assignments that let a row out of quarantine. */
export const outOfQuarantine: readonly Sql[] = [
  quarantinedHash,
  quarantinedActive,
  quarantinedAt,
  quarantine,
].map((name) => assign(name, sql`null`));

/** Writes down what Dataverse holds now, and what it refused. What is open stays as it is. */
export async function recordResults(
  db: QueryExecutorProvider,
  dialect: StagingDialect,
  part: LoadedPart,
  results: readonly ReadResult[],
): Promise<void> {
  const update = async (assignments: readonly Sql[], rows: readonly Record<string, string>[]) => {
    if (rows.length === 0) return;
    const table = sql.id(acceptedTable(part.step));
    await sql`
      update ${table} set ${sql.join([...assignments])}
      from (${dialect.jsonRows(JSON.stringify(rows), ['key', 'hash', 'at', 'note'])}) as "result"
      where ${table}.${sql.id(key)} = ${result('key')}`.execute(db);
  };
  await update([...afterDone(dialect, part.action), ...outOfQuarantine], rowsThat(results, isDone));
  await update([...afterAbsent, ...outOfQuarantine], rowsThat(results, isAbsent));
  await update(afterRefused(dialect, part.action), refusedRows(results, part.run));
}

const isAbsent = (each: LoadResult) => each.outcome === 'done' && each.how === 'absent';
const isDone = (each: LoadResult) => each.outcome === 'done' && each.how !== 'absent';

const rowsThat = (results: readonly ReadResult[], fits: (each: LoadResult) => boolean) =>
  results
    .filter((each) => fits(each.result))
    .map(({ result: { row } }) => ({ key: row.key, hash: row.hash }));

const refusedRows = (results: readonly ReadResult[], run: string) =>
  results.flatMap(({ result: each, readAt }) => {
    if (each.outcome !== 'refused') return [];
    const note: QuarantineNote = { code: each.code, says: keepableText(each.says), run };
    return [{ key: each.row.key, hash: each.row.hash, at: readAt.toISOString(), note: JSON.stringify(note) }];
  });

function afterDone(dialect: StagingDialect, action: LoadAction): Sql[] {
  switch (action) {
    case 'write':
      return [
        assign(loadedHash, dialect.hashOfText(result('hash'))),
        assign(loadedActive, dialect.true),
        assign(loadedAt, dialect.now),
      ];
    case 'close':
      return [assign(loadedClosed, dialect.true)];
    case 'deactivate':
      return [assign(loadedActive, dialect.false)];
  }
}

/** Dataverse holds nothing: what is active is to be made anew. */
const afterAbsent = [loadedHash, loadedActive, loadedAt].map((name) => assign(name, sql`null`));

const afterRefused = (dialect: StagingDialect, action: LoadAction): Sql[] => [
  assign(quarantinedHash, dialect.hashOfText(result('hash'))),
  assign(quarantinedActive, action === 'deactivate' ? dialect.false : dialect.true),
  assign(quarantinedAt, sql`cast(${result('at')} as ${dialect.types.moment})`),
  assign(quarantine, result('note')),
];
