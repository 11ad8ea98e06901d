/** PostgreSQL cuts longer names without a word, and then two tables are one. */
const LONGEST_NAME = 63;

/** Whose rows they are: an integration's, or those of an entity that follows from it, `integration/entity`. */
export type RowsOf = string;

/** An integration's name has hyphens and no underscore, an entity's the other way round: so no two tables have one name. */
const tableName = (prefix: string, rows: RowsOf): string =>
  `${prefix}_${rows.replaceAll('-', '_').replace('/', '__')}`;

/** Whether they can have tables: the catalogue is checked for that. */
export const fitsTables = (rows: RowsOf): boolean => acceptedTable(rows).length <= LONGEST_NAME;

/** Rows as their source wrote them, until they are staged. */
export const landingTable = (integration: string): string => tableName('landing', integration);

/** Rows as they were accepted last, and what Dataverse holds of them. */
export const acceptedTable = (rows: RowsOf): string => tableName('accepted', rows);

/** The accepted rows of which Dataverse holds something else. */
export const pendingView = (rows: RowsOf): string => tableName('pending', rows);
