import { sql } from 'kysely';
import type { Column, Sql } from '../../staging/dialect/sql-text.js';

/** The work tables in which rows are matched. */
export const matchTables = {
  /** As they come. */
  source: 'rows of the source',
  dataverse: 'rows of Dataverse',
  /** In normal form, without those that Dataverse has under their key, and without those that have one. */
  accepted: 'rows to match',
  found: 'rows without a key',
  /** One row for all rows that match each other, on both sides. */
  group: 'groups of rows',
  unique: 'unique rows',
  ambiguous: 'ambiguous rows',
} as const;

/** Their columns, beside those that are matched by; names with a space are none of Dataverse's. */
export const matchColumns = {
  key: 'row key',
  cwKey: 'row cw_key',
  id: 'row id',
  etag: 'row etag',
  /** One text for all rows that match each other; null where a value is missing. */
  match: 'row match',
  /** Of a group: how many rows it has on either side, and the first of their keys. */
  sources: 'source rows',
  founds: 'found rows',
  firstKey: 'first key',
  /** Of ambiguous rows: the number of the group, and that of the row. */
  group: 'group number',
  number: 'row number',
} as const;

const { match, sources, founds } = matchColumns;

export const as = (name: string, value: Sql): Column => ({ name, value });

/** A column of a work table that stands in a query under that name. */
export const accepted = (column: string): Sql => sql.id('accepted', column);
export const found = (column: string): Sql => sql.id('found', column);
export const group = (column: string): Sql => sql.id('group', column);

export const acceptedInGroups = sql`${sql.id(matchTables.accepted)} as "accepted"
  join ${sql.id(matchTables.group)} as "group" on ${group(match)} = ${accepted(match)}`;
export const foundInGroups = sql`${sql.id(matchTables.found)} as "found"
  join ${sql.id(matchTables.group)} as "group" on ${group(match)} = ${found(match)}`;

/** Of a group. */
export const isUnique = sql`${group(sources)} = 1 and ${group(founds)} = 1`;
