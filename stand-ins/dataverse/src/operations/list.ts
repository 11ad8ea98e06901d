import { badRequest } from '../errors.js';
import { parseFilter, type Filter } from '../odata/filter.js';
import { matches } from '../odata/match-row.js';
import { readPreferences } from '../odata/prefer.js';
import { readQueryOptions, type QueryOptions } from '../odata/query-options.js';
import { contextOf, representRow } from '../odata/represent-row.js';
import { readSelect } from '../odata/select.js';
import { readSkipToken, writeSkipToken } from '../odata/skip-token.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { header } from './header.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { preferenceApplied } from './respond.js';

/** Rows in a page, and what `@odata.count` never exceeds: webapi/query/page-results and webapi/query/count-rows. */
const MOST = 5_000;

/** `GET accounts?$filter=...`, a page at a time. `$top` is ignored by who asks for a page size. */
export function list(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  const options = readQueryOptions(request.query, 'collection');
  const select = readSelect(options, table);
  const filter = readFilter(options, table);
  const top = preferences.maxPageSize === undefined ? readTop(options) : undefined;
  const token = options.get('$skiptoken');
  const start = token === undefined ? undefined : readSkipToken(table, token);
  const size = Math.min(preferences.maxPageSize ?? MOST, top ?? MOST);
  const { rows, more } = takePage(context.store.scan(table, start?.after), filter, size);
  const next = more && top === undefined ? nextPage(table, rows, start?.pageNumber ?? 1) : undefined;
  return {
    status: 200,
    headers: preferenceApplied(preferences),
    body: {
      '@odata.context': contextOf(context.serviceRoot, table, select),
      ...(readCount(options) && { '@odata.count': count(context.store.scan(table), filter) }),
      value: rows.map((row) => representRow(table, row, select)),
      ...(next && { '@odata.nextLink': nextLink(context, request, table, next) }),
    },
  };
}

function takePage(
  rows: Iterable<Row>,
  filter: Filter | undefined,
  size: number,
): { rows: Row[]; more: boolean } {
  const page: Row[] = [];
  for (const row of rows) {
    if (filter && !matches(filter, row)) continue;
    if (page.length === size) return { rows: page, more: true };
    page.push(row);
  }
  return { rows: page, more: false };
}

function count(rows: Iterable<Row>, filter: Filter | undefined): number {
  let counted = 0;
  for (const row of rows) {
    if (!filter || matches(filter, row)) counted += 1;
    if (counted === MOST) break;
  }
  return counted;
}

function nextPage(table: Table, rows: readonly Row[], pageNumber: number): string | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  return first && last && writeSkipToken(table, { pageNumber: pageNumber + 1, after: last.id }, first.id);
}

/** The same query as it came, with the token of the next page. */
function nextLink({ serviceRoot }: Context, { query }: WebApiRequest, table: Table, token: string): string {
  const kept = query.split('&').filter((part) => part !== '' && !/^(\$|%24)skiptoken=/i.test(part));
  return `${serviceRoot}${table.entitySet}?${[...kept, `$skiptoken=${token}`].join('&')}`;
}

function readFilter(options: QueryOptions, table: Table): Filter | undefined {
  const text = options.get('$filter');
  return text === undefined ? undefined : parseFilter(text, table);
}

function readTop(options: QueryOptions): number | undefined {
  const top = options.get('$top');
  if (top === undefined) return undefined;
  if (!/^\d+$/.test(top))
    throw badRequest(
      `Invalid value '${top}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  return Number(top);
}

function readCount(options: QueryOptions): boolean {
  const text = options.get('$count') ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw badRequest(
      `Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`,
    );
  return text === 'true';
}
