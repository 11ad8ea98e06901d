import type { Column } from '../table-map/column.js';
import { columnOf, own, selectOf } from '../table-map/column-names.js';
import { fromDataverse, navigationOf } from '../table-map/row-mapping.js';
import type { Row } from '../table-map/row.js';
import type { Collection, ColumnName, ColumnNameOf, Table } from '../table-map/table.js';
import { expressionOf, type Filter } from './filter.js';
import { type OrderBy, orderByOf } from './order-by.js';

/** Rows of another table that come with a row; made by `related`. */
export interface Related<T extends Table = Table, Name extends ColumnName<T> = ColumnName<T>> {
  readonly table: T;
  readonly select: readonly Name[];
  /** Only for collections. */
  readonly limits?: RelatedLimits<T> | undefined;
}

/** Which rows of a collection come, and in what order. */
export interface RelatedLimits<T extends Table> {
  filter?: Filter<T['name']> | undefined;
  orderBy?: readonly OrderBy<T>[] | undefined;
  top?: number | undefined;
}

/** The columns to bring of a lookup's row, or of the rows of a collection: `related(contactTable, ['email'])`. */
export const related = <T extends Table, Name extends ColumnName<T>>(
  table: T,
  select: readonly Name[],
  limits?: RelatedLimits<T>,
): Related<T, Name> => ({ table, select, limits });

type TargetOf<C> = C extends { targets: Readonly<Record<infer Target extends string, string>> }
  ? Target
  : never;
type RelatedTo<Name extends string> = {
  table: { name: Name };
  select: readonly string[];
  limits?: object | undefined;
};

/** What may be expanded: lookups, each to one of the tables that it may point to, and collections. */
export type Expand<T extends Table> = {
  readonly [Name in ColumnNameOf<T, 'lookup'>]?: RelatedTo<TargetOf<T['columns'][Name]>>;
} & {
  readonly [Name in keyof T['collections'] & string]?: RelatedTo<T['collections'][Name]['table']>;
};

type RowOf<R> = R extends Related<infer T, infer Name> ? Row<T, Name> : never;

/** The rows that came with a row: null for a lookup that is empty, or points to another table. */
export type Expanded<T extends Table, E> = [keyof E] extends [never]
  ? unknown
  : {
      expanded: {
        [Name in keyof E]: Name extends keyof T['collections'] ? RowOf<E[Name]>[] : RowOf<E[Name]> | null;
      };
    };

const mostExpands = 15;

/** The `$expand` of these (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/join-tables). */
export function expandOf(table: Table, expand: object | undefined): string | undefined {
  const entries = entriesOf(expand);
  if (entries.length > mostExpands) throw new TypeError(`The service expands ${mostExpands} at most.`);
  return entries
    .map(([name, each]) => `${propertyOf(table, name, each)}(${optionsOf(table, name, each)})`)
    .join(',');
}

/** The expanded rows in an answer's row; undefined when none were asked for. */
export function expandedIn(
  table: Table,
  expand: object | undefined,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const entries = entriesOf(expand).map(([name, each]) => {
    const value = body[propertyOf(table, name, each)];
    const rows = collectionOf(table, name)
      ? rowsOf(each, value ?? [])
      : rowsOf(each, value ? [value] : [])[0];
    return [name, rows ?? null] as const;
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const entriesOf = (expand: object = {}): [string, Related][] => Object.entries(expand) as [string, Related][];

const collectionOf = (table: Table, name: string): Collection | undefined => own(table.collections, name);

/** The navigation property behind the name, which is a collection's or a lookup's. */
function propertyOf(table: Table, name: string, to: Related): string {
  const collection = collectionOf(table, name);
  if (collection) return collection.navigation;
  const column: Column = columnOf(table, name);
  if (column.kind !== 'lookup') throw new TypeError('Only lookups and collections can be expanded.');
  return navigationOf(name, column, to.table.name);
}

function optionsOf(table: Table, name: string, to: Related): string {
  const { filter, orderBy, top } = to.limits ?? {};
  if (to.limits && !collectionOf(table, name))
    throw new TypeError('A lookup brings one row: it has no limits.');
  const options = {
    $select: selectOf(to.table, to.select),
    $filter: expressionOf(filter, to.table.name),
    $orderby: orderByOf(to.table, orderBy),
    $top: top === undefined ? undefined : String(top),
  };
  return Object.entries(options)
    .flatMap(([option, value]) => (value === undefined ? [] : [`${option}=${value}`]))
    .join(';');
}

const rowsOf = ({ table }: Related, bodies: unknown): Row<Table>[] =>
  (bodies as Record<string, unknown>[]).map((body) => fromDataverse(table, body));
