import { sql } from 'kysely';
import type { Adopt } from '../../catalogue/adopt.js';
import { columnsOf, type Sql } from '../../staging/dialect/sql-text.js';
import type { StagingDialect } from '../../staging/dialect/staging-dialect.js';
import {
  accepted,
  acceptedInGroups,
  as,
  found,
  group,
  isUnique,
  matchColumns,
  matchTables,
} from './match-tables.js';

const { key, cwKey, id, etag, match, sources, founds, firstKey, group: groupNumber, number } = matchColumns;

const row = (name: string): Sql => sql.id('row', name);

/** The accepted rows that Dataverse does not have under their key. */
export const rowsToMatch = (dialect: StagingDialect, adopt: Adopt): Sql => sql`
  ${normalRows(dialect, adopt, matchTables.source, [key, cwKey])} where not exists (
    select 1 from ${sql.id(matchTables.dataverse)} as "found" where ${found(cwKey)} = ${row(cwKey)})`;

/** The rows of Dataverse that have none. */
export const rowsWithoutKey = (dialect: StagingDialect, adopt: Adopt): Sql => sql`
  ${normalRows(dialect, adopt, matchTables.dataverse, [id, etag, cwKey])} where ${row(cwKey)} is null`;

/** Rows with their values in normal form, and one text for all that match. */
function normalRows(
  dialect: StagingDialect,
  { match: by, ignoreCase }: Adopt,
  table: string,
  own: string[],
): Sql {
  const inNormalForm = (name: string) => {
    const text = dialect.normalForm(sql.id(name));
    return ignoreCase ? dialect.inCase(text, 'lower') : text;
  };
  const rows = dialect.computedOnce(
    sql`select ${columnsOf([
      ...own.map((name) => as(name, sql.id(name))),
      ...by.map((name) => as(name, inNormalForm(name))),
    ])} from ${sql.id(table)}`,
  );
  const areThere = sql.join(
    by.map((name) => sql`${row(name)} is not null`),
    sql` and `,
  );
  const hash = dialect.hash(by.map((name) => ({ name, text: row(name) })));
  return sql`select ${columnsOf([
    ...[...own, ...by].map((name) => as(name, row(name))),
    as(match, sql`case when ${areThere} then ${dialect.hashText(hash)} end`),
  ])} from (${rows}) as "row"`;
}

/** Those that have rows on both sides. */
export const groups = sql`
  select ${columnsOf([
    as(match, sql.id(match)),
    as(sources, sql`sum(${sql.id(sources)})`),
    as(founds, sql`sum(${sql.id(founds)})`),
    as(firstKey, sql`min(${sql.id(key)})`),
  ])} from (
    select ${columnsOf([
      ...[match, key].map((name) => as(name, sql.id(name))),
      ...[as(sources, sql`1`), as(founds, sql`0`)],
    ])} from ${sql.id(matchTables.accepted)}
    union all
    select ${sql.id(match)}, null, 0, 1 from ${sql.id(matchTables.found)}) as "each"
  where ${sql.id(match)} is not null group by ${sql.id(match)}
  having sum(${sql.id(sources)}) > 0 and sum(${sql.id(founds)}) > 0`;

/** One accepted row, and one of Dataverse, in the words of `RowToStamp`. */
export const uniqueRows = sql`
  select ${columnsOf([
    as('key', accepted(key)),
    as('cwKey', accepted(cwKey)),
    as('id', found(id)),
    as('etag', found(etag)),
  ])} from ${acceptedInGroups}
  join ${sql.id(matchTables.found)} as "found" on ${found(match)} = ${group(match)} where ${isUnique}`;

/** Group by group, those of the source first; numbered, so that they can be read page by page. */
export function ambiguousRows(dialect: StagingDialect, { match: by }: Adopt): Sql {
  const nothing = sql`cast(null as ${dialect.types.text})`;
  const several = sql`select ${columnsOf([
    as(match, group(match)),
    as(groupNumber, sql`dense_rank() over (order by ${group(firstKey)})`),
  ])} from ${sql.id(matchTables.group)} as "group" where not (${isUnique})`;
  const side = (from: Sql, of: (name: string) => Sql, place: number, names: { key: Sql; id: Sql }) => sql`
    select ${columnsOf([
      as('side', sql.lit(place)),
      as(groupNumber, sql.id('several', groupNumber)),
      as(key, names.key),
      as(id, names.id),
      ...by.map((name) => as(name, of(name))),
    ])} from ${from} join (${several}) as "several" on ${sql.id('several', match)} = ${of(match)}`;
  const sourceSide = side(sql`${sql.id(matchTables.accepted)} as "accepted"`, accepted, 1, {
    key: accepted(key),
    id: nothing,
  });
  const foundSide = side(sql`${sql.id(matchTables.found)} as "found"`, found, 2, {
    key: nothing,
    id: found(id),
  });
  const order = [groupNumber, 'side', key, id].map((name) => sql.id(name));
  return sql`
    select "each".*, row_number() over (order by ${sql.join(order)}) as ${sql.id(number)}
    from (${sourceSide} union all ${foundSide}) as "each"`;
}
