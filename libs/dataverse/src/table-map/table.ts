import type { MappedColumn } from './column.js';

/** The rows of another table that point to a row of this one, or are linked with it. */
export interface Collection<Target extends string = string> {
  /** The collection-valued navigation property, case-sensitive, such as `contact_customer_accounts`. */
  navigation: string;
  /** The logical name of the other table. */
  table: Target;
}

/** A table's map: domain names on the left, Dataverse's names inside. */
export interface Table<
  Columns extends Record<string, MappedColumn> = Record<string, MappedColumn>,
  Name extends string = string,
  Keys extends readonly (readonly string[])[] = readonly (readonly string[])[],
  Collections extends Record<string, Collection> = Record<string, Collection>,
> {
  /** The logical name, such as `contact`. */
  readonly name: Name;
  /** The name of the table's collection in a URL, such as `contacts`. */
  readonly entitySet: string;
  /** The column of the GUID, such as `contactid`. */
  readonly primaryId: string;
  readonly columns: Columns;
  /** The alternate keys, each by the domain names of its columns. The first one is what tells one thing from another. */
  readonly keys: Keys;
  readonly collections: Collections;
}

type TableMap<Columns, Name, Keys, Collections> = {
  name: Name;
  entitySet: string;
  primaryId: string;
  columns: Columns;
  keys?: Keys;
  collections?: Collections;
};

/**
 * Defines a table's map; the column names of Dataverse occur nowhere else. The names `id`, `etag`, `formatted` and `expanded`
 * are taken: a row has them already. A column has one name, since a row says a value of it once.
 */
export function defineTable<
  const Name extends string,
  const Columns extends Record<string, MappedColumn>,
  const Keys extends readonly (readonly (keyof Columns & string)[])[] = readonly [],
  const Collections extends Record<string, Collection> = Record<never, never>,
>(map: TableMap<Columns, Name, Keys, Collections>): Table<Columns, Name, Keys, Collections> {
  const { keys = [], collections = {}, ...rest } = map;
  const taken = [...Object.keys(rest.columns), ...Object.keys(collections)].find((name) =>
    ownNames.has(name),
  );
  if (taken !== undefined) throw new TypeError(`The map of ${rest.name} cannot call a column "${taken}".`);
  const twice = twiceIn(Object.values(rest.columns).map(({ column }) => column));
  if (twice !== undefined) throw new TypeError(`The map of ${rest.name} has two names for ${twice}.`);
  return { ...rest, keys, collections } as Table<Columns, Name, Keys, Collections>;
}

const twiceIn = (names: readonly string[]): string | undefined =>
  names.find((name, at) => names.indexOf(name) < at);

const ownNames = new Set(['id', 'etag', 'formatted', 'expanded']);

/** The names of the columns of a table map. */
export type ColumnName<T extends Table> = keyof T['columns'] & string;

/** The names of the columns of one of these kinds. */
export type ColumnNameOf<T extends Table, Kind extends MappedColumn['kind']> = NamesWhere<T, { kind: Kind }>;

/** The names of the columns that fulfil a condition. */
export type NamesWhere<T extends Table, Condition> = {
  [Name in ColumnName<T>]: T['columns'][Name] extends Condition ? Name : never;
}[ColumnName<T>];
