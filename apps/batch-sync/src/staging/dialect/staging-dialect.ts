import type { Sql } from './sql-text.js';
import type { MomentForm } from './moment-form.js';

/** A value of a row, as text, with the name of its column. */
export interface NamedText {
  readonly name: string;
  readonly text: Sql;
}

/**
 * What staging databases say each in their own way; all else is SQL that they share: no MERGE, upserts as INSERT..SELECT and
 * UPDATE..FROM. None of these fails on any text: what cannot be read is null.
 */
export interface StagingDialect {
  /** The types of columns that we make. */
  readonly types: Readonly<Record<'text' | 'key' | 'hash' | 'flag' | 'integer' | 'moment', Sql>>;
  readonly true: Sql;
  readonly false: Sql;

  /** Unicode NFC, CRLF as LF, white space of Unicode trimmed, empty as null. */
  normalForm(text: Sql): Sql;
  /** A JSON object of texts: each value in normal form, nulls left out, names in one order. */
  normalObject(json: Sql): Sql;
  inCase(text: Sql, which: 'lower' | 'upper'): Sql;
  /** The condition that the regular expression matches somewhere in the text. */
  matches(text: Sql, pattern: string): Sql;
  asText(value: Sql): Sql;
  length(text: Sql): Sql;
  /** Texts in a row; null when any is. */
  joined(texts: readonly Sql[]): Sql;

  /** The double that a text writes in decimal digits, with an exponent or without. */
  number(text: Sql): Sql;
  /** One text for all ways to write the same double, which reads back as it. */
  numberText(number: Sql): Sql;
  /** `2016-04-12` */
  date(text: Sql, forms: readonly MomentForm[]): Sql;
  /** `2016-04-12T11:54:00.000Z`; the zone is that of texts without an offset. */
  datetime(text: Sql, forms: readonly MomentForm[], zone: string): Sql;

  /** Tells rows apart by their values. A value that is null is as if its column were not there, and the order of the columns is nothing. */
  hash(values: readonly NamedText[]): Sql;
  /** All columns of a row of the table but those, as a JSON object of texts without nulls. */
  rowAsJson(table: string, without: readonly string[]): Sql;

  /** A hash in lower-case hex, and back. */
  hashText(hash: Sql): Sql;
  hashOfText(text: Sql): Sql;
  /** The text of that name in a JSON object. */
  jsonText(json: Sql, name: string): Sql;
  /** A query over the objects of a JSON array, which have these names, each as a text. */
  jsonRows(json: string, names: readonly string[]): Sql;

  readonly now: Sql;
  /** So many milliseconds from now, or before. */
  fromNow(ms: number): Sql;

  /** The first row of a table in that order of which the condition is true, and which no other transaction holds; held from now on. */
  firstUnlocked(wanted: { table: string; columns: readonly string[]; where: Sql; orderBy: Sql }): Sql;

  /** A query each of whose columns is computed once, however often the query around it names them. */
  computedOnce(query: Sql): Sql;
  /** Makes a table that lasts until the end of the transaction, and tells the planner what is in it; rows are found by that column. */
  workTable(name: string, query: Sql, foundBy?: string): readonly Sql[];
  /** Settings of a transaction that moves many rows. */
  readonly forManyRows: readonly Sql[];
  /** Has the transaction wait until no other holds the lock of that name. */
  lock(name: string): Sql;
  /** The same without waiting: one row, which says whether it is `free`, and then it is held. */
  lockIfFree(name: string): Sql;
  /** The names of a table's columns as rows of `name`, of none where there is no such table. */
  columnsOfTable(table: string): Sql;
  /** Tells the planner what is in a table now. */
  analyze(table: string): Sql;
}
