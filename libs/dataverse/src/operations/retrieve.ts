import type { HttpResponse } from '#lib/http';
import type { CallOptions } from '../web-api/call-options.js';
import { selectOf } from '../table-map/column-names.js';
import { dataverseErrorOf, isRefusal } from '../errors/dataverse-error.js';
import { queryString } from '../web-api/odata.js';
import { type Expand, type Expanded, expandedIn, expandOf } from '../query/expand.js';
import { type RowAddress, rowPath } from '../table-map/row-address.js';
import { annotations, fromDataverse } from '../table-map/row-mapping.js';
import type { Row } from '../table-map/row.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type JsonObject, type WebApi } from '../web-api/web-api.js';
import { preferences } from './representation.js';

/** What to read. */
export interface ReadOptions<T extends Table, Name, E> extends CallOptions {
  select?: readonly Name[] | undefined;
  /** Lookups and collections whose rows are to come along, in `expanded`. */
  expand?: (E & Expand<T> & NoOthers<E, keyof Expand<T>>) | undefined;
  /** Bring what people see: `formatted`, and the table of each lookup. */
  annotations?: boolean | undefined;
}

/** A name that cannot be expanded finds no type here. */
type NoOthers<E, Names> = { readonly [Name in Exclude<keyof E, Names>]: never };

/** A row as it was asked for. */
export type ReadRow<T extends Table, Name extends ColumnName<T>, E> = Row<T, Name> & Expanded<T, E>;

/** What became of a row since it was read. */
export type Reread<T extends Table, Name extends ColumnName<T>> =
  { outcome: 'changed'; row: Row<T, Name> } | { outcome: 'not-modified' } | { outcome: 'not-there' };

export async function retrieve<T extends Table, Name extends ColumnName<T> = never, E = Record<never, never>>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  options: ReadOptions<T, Name, E> = {},
): Promise<ReadRow<T, Name, E> | undefined> {
  const { select = [], expand, annotations: wanted, ...how } = options;
  const query = { $select: selectOf(table, select), $expand: expandOf(table, expand) };
  const call = {
    ...readingOf(table, address, query),
    prefer: preferences(wanted && annotations),
    expect: [200],
  };
  try {
    return readRow<T, Name, E>(table, expand, rowIn(table, await api.request({ ...how, ...call })));
  } catch (error) {
    if (isRefusal(error, 'row-not-found')) return undefined;
    throw error;
  }
}

/** Neither `expand` nor annotations: with them the service never answers 304. */
export async function retrieveIfChanged<T extends Table, Name extends ColumnName<T> = never>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  etag: string,
  options: CallOptions & { select?: readonly Name[] | undefined } = {},
): Promise<Reread<T, Name>> {
  const { select = [], ...how } = options;
  const call = {
    ...readingOf(table, address, { $select: selectOf(table, select) }),
    headers: { 'if-none-match': etag },
    expect: [200, 304],
  };
  try {
    const response = await api.request({ ...how, ...call });
    if (response.status === 304) return { outcome: 'not-modified' };
    return { outcome: 'changed', row: fromDataverse<T, Name>(table, rowIn(table, response)) };
  } catch (error) {
    if (isRefusal(error, 'row-not-found')) return { outcome: 'not-there' };
    throw error;
  }
}

/** A success that is no row of the table was not Dataverse's: it must not pass for a row without values. */
function rowIn(table: Table, response: HttpResponse): JsonObject {
  const operation = retrieving(table);
  const body = jsonOf(response, operation);
  if (typeof body[table.primaryId] !== 'string') throw dataverseErrorOf(operation, response, Date.now());
  return body;
}

/** A row of an answer, with what was expanded. */
export function readRow<T extends Table, Name extends ColumnName<T>, E>(
  table: T,
  expand: object | undefined,
  body: JsonObject,
): ReadRow<T, Name, E> {
  const expanded = expandedIn(table, expand, body);
  return { ...fromDataverse<T, Name>(table, body), ...(expanded && { expanded }) } as ReadRow<T, Name, E>;
}

const retrieving = (table: Table): string => `${table.name}.retrieve`;

const readingOf = <T extends Table>(
  table: T,
  address: RowAddress<T>,
  query: Record<string, string | undefined>,
) => ({
  operation: retrieving(table),
  method: 'GET',
  path: rowPath(table, address) + queryString(query),
  repeatable: true,
  table,
});
