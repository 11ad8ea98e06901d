import { type RawBuilder, sql } from 'kysely';

/** A piece of SQL, put together by Kysely: what comes from outside is a parameter or a quoted name in it. */
export type Sql = RawBuilder<unknown>;

/** A column of a query, by its name there. */
export interface Column {
  readonly name: string;
  readonly value: Sql;
}

/** `value as "name", …` */
export const columnsOf = (columns: readonly Column[]): Sql =>
  sql.join(columns.map(({ name, value }) => sql`${value} as ${sql.id(name)}`));

/** `"name", …` */
export const namesOf = (names: readonly string[]): Sql => sql.join(names.map((name) => sql.id(name)));
