import { selectOf } from '../table-map/column-names.js';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import { queryString } from '../web-api/odata.js';
import { expandOf } from '../query/expand.js';
import { expressionOf, type Filter } from '../query/filter.js';
import { type OrderBy, orderByOf } from '../query/order-by.js';
import { annotations } from '../table-map/row-mapping.js';
import type { ColumnName, Table } from '../table-map/table.js';
import { jsonOf, type JsonObject, type WebApi } from '../web-api/web-api.js';
import type { WebApiRequest } from '../web-api/web-api-request.js';
import { isPositive, pageSizeOf } from './page-size.js';
import { preferences } from './representation.js';
import { type ReadOptions, type ReadRow, readRow } from './retrieve.js';

/** What to look for. */
export interface QueryOptions<T extends Table, Name, E> extends ReadOptions<T, Name, E> {
  filter?: Filter<T['name']> | undefined;
  orderBy?: readonly OrderBy<T>[] | undefined;
  /** At most so many rows. */
  top?: number | undefined;
  /** Rows a page, 5,000 at most. Default 500. */
  pageSize?: number | undefined;
}

export async function* query<T extends Table, Name extends ColumnName<T> = never, E = Record<never, never>>(
  api: WebApi,
  table: T,
  options: QueryOptions<T, Name, E> = {},
): AsyncGenerator<ReadRow<T, Name, E>, void, undefined> {
  const { expand, top = Infinity } = options;
  const call = callOf(table, options);
  let left = top;
  let path: string | undefined = call.path;
  while (path !== undefined) {
    const page = await readPage(api, { ...call, path });
    for (const row of page.rows) {
      yield readRow<T, Name, E>(table, expand, row);
      left -= 1;
      if (left === 0) return;
    }
    path = page.next === undefined ? undefined : api.pathOf(page.next);
  }
}

/** A `top` within one page goes to the service; a larger one is counted here, since the service ignores it with pages. */
function callOf<T extends Table, Name extends ColumnName<T>, E>(table: T, options: QueryOptions<T, Name, E>) {
  const { select = [], expand, annotations: wanted, filter, orderBy, top, pageSize: asked, ...how } = options;
  const pageSize = pageSizeOf(asked);
  if (top !== undefined && !isPositive(top))
    throw new TypeError('The most rows to read are a whole number above 0.');
  const fitsPage = top !== undefined && top <= pageSize;
  const parameters = {
    $select: selectOf(table, select),
    $filter: expressionOf(filter, table.name),
    $orderby: orderByOf(table, orderBy),
    $expand: expandOf(table, expand),
    $top: fitsPage ? String(top) : undefined,
  };
  return {
    ...how,
    operation: `${table.name}.query`,
    method: 'GET',
    path: table.entitySet + queryString(parameters),
    prefer: preferences(!fitsPage && `odata.maxpagesize=${pageSize}`, wanted && annotations),
    repeatable: true,
    table,
    expect: [200],
  };
}

/** A success without rows, not even none, was not Dataverse's: it must not pass for the end of a table. */
async function readPage(api: WebApi, call: WebApiRequest): Promise<{ rows: JsonObject[]; next: unknown }> {
  const response = await api.request(call);
  const { value, '@odata.nextLink': next } = jsonOf(response, call.operation);
  if (!Array.isArray(value)) throw dataverseErrorOf(call.operation, response, Date.now());
  return { rows: value as JsonObject[], next };
}
