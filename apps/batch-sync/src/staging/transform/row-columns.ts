import { sql } from 'kysely';
import type { SourceColumn } from '../../catalogue/column.js';
import { isoForms, momentForms } from '../dialect/moment-form.js';
import { type Column, columnsOf, type Sql } from '../dialect/sql-text.js';
import type { StagingDialect } from '../dialect/staging-dialect.js';
import type { NamedSourceColumn, StagedColumn } from '../tables/staged-column.js';

/** Rows under way: a query, and its columns. The row is called `row` in what is computed of it. */
export interface Rows {
  readonly query: Sql;
  readonly columns: readonly string[];
}

/** A column of the row. Always with the row's name before it: a query within may have a column of the same name. */
export const ofRow = (name: string): Sql => sql.id('row', name);

/** The rows with these columns beside, or in the place of, those that they have. */
export function withColumns(dialect: StagingDialect, rows: Rows, added: readonly Column[]): Rows {
  if (added.length === 0) return rows;
  const names = new Set(added.map(({ name }) => name));
  const kept = rows.columns.filter((name) => !names.has(name)).map((name) => ({ name, value: ofRow(name) }));
  const all = [...kept, ...added];
  return {
    query: dialect.computedOnce(sql`select ${columnsOf(all)} from (${rows.query}) as "row"`),
    columns: all.map(({ name }) => name),
  };
}

/** Where the text stands that a column is compared and kept by. It has a space, as no name in the catalogue has. */
const textName = (name: string) => `text of ${name}`;

/** The text of a value: one for all texts that its type reads alike, and as it is where the type cannot read it. */
export const textOf = ({ name, type }: StagedColumn): Sql => ofRow(type === 'text' ? name : textName(name));

/** What a text means nothing by, and its case. */
export function cleaned(dialect: StagingDialect, column: NamedSourceColumn): Column[] {
  if (column.object) return [];
  const { name, nothing, pattern, case: inCase } = column;
  const text = ofRow(name);
  const conditions = [
    ...(nothing.length > 0 ? [sql`${text} in (${sql.join(nothing.map((each) => sql.lit(each)))})`] : []),
    ...(pattern === undefined ? [] : [sql`not (${dialect.matches(text, pattern)})`]),
  ];
  if (conditions.length === 0 && inCase === undefined) return [];
  const kept = inCase === undefined ? text : dialect.inCase(text, inCase);
  const value =
    conditions.length === 0
      ? kept
      : sql`case when ${sql.join(conditions, sql` or `)} then null else ${kept} end`;
  return [{ name, value }];
}

/**
 * Reads the texts by their types. Afterwards a column is what expressions see, a number as a double and all else as a text, or null where
 * its type cannot read it; and `textOf` is the text that it is compared and kept by.
 */
export function read(dialect: StagingDialect, rows: Rows, columns: readonly StagedColumn[]): Rows {
  const typed = columns.filter(({ type }) => type !== 'text');
  const valued = withColumns(dialect, rows, [
    ...typed.map(({ name }) => ({ name: textName(name), value: ofRow(name) })),
    ...typed.map((column) => ({ name: column.name, value: valueOf(dialect, column) })),
  ]);
  return withColumns(
    dialect,
    valued,
    typed.map((column) => ({ name: textName(column.name), value: keptText(dialect, column) })),
  );
}

function valueOf(dialect: StagingDialect, column: StagedColumn): Sql {
  const text = ofRow(column.name);
  switch (column.type) {
    case 'text':
      return text;
    case 'number':
      return dialect.number(text);
    case 'boolean':
      return sql`case when ${dialect.inCase(text, 'lower')} in ('true', 'false') then ${dialect.inCase(text, 'lower')} end`;
    case 'date':
      return dialect.date(text, formsOf(column));
    case 'datetime':
      return dialect.datetime(text, formsOf(column), ('zone' in column && column.zone) || 'UTC');
  }
}

const formsOf = (column: StagedColumn) => [
  ...(('format' in column && (column.format as SourceColumn['format'])) || []).flatMap(momentForms),
  ...isoForms,
];

function keptText(dialect: StagingDialect, { name, type }: StagedColumn): Sql {
  const value = type === 'number' ? dialect.numberText(ofRow(name)) : ofRow(name);
  const text = ofRow(textName(name));
  return sql`coalesce(${value}, ${type === 'boolean' ? dialect.inCase(text, 'lower') : text})`;
}
