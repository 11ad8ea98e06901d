import { type JsonObject, jsonOf, queryString, type WebApi } from '#lib/dataverse';
import { assumedEntitySet, findEntitySet } from './tables.js';

/** What to read, in the words of the Web API: query options are passed on as they were typed. */
export interface RowsAsked {
  select?: string | undefined;
  filter?: string | undefined;
  orderby?: string | undefined;
  expand?: string | undefined;
  /** So many rows; at most 5,000, which the service gives at once. */
  top?: number | undefined;
  /** Page after page, to the end. */
  all?: boolean | undefined;
  /** How many rows there are, too. */
  count?: boolean | undefined;
}

/** What was found. */
export interface RowsFound {
  rows: JsonObject[];
  /** There are rows beyond these. */
  more: boolean;
  /** How many there are in all, if that was asked. The service counts to 5,000. */
  count?: number;
}

const UNKNOWN_SET = '0x8006088a';
const PAGE_FOR_PEOPLE = 50;
const LARGEST_PAGE = 5_000;

/** Dataverse said no, in its own words: whoever reads them typed the question. */
class RefusedQuery extends Error {
  constructor(
    readonly code: string,
    words: string,
  ) {
    super(`Dataverse refused the query (${code}): ${words}`);
    this.name = 'RefusedQuery';
  }
}

/** Reads rows of a table, by its logical name or its entity set. */
export async function readRows(
  webApi: WebApi,
  table: string,
  asked: RowsAsked,
  signal: AbortSignal,
): Promise<RowsFound> {
  const page = (path: string) => readPage(webApi, path, preferOf(asked), signal);
  const first = await page(pathOf(assumedEntitySet(table), asked)).catch(async (error: unknown) => {
    if (!(error instanceof RefusedQuery) || error.code !== UNKNOWN_SET) throw error;
    return page(pathOf(await findEntitySet(webApi, table, signal), asked));
  });
  const rows = rowsIn(first);
  let next = first['@odata.nextLink'];
  while (asked.all && next !== undefined) {
    const following: JsonObject = await page(webApi.pathOf(next));
    rows.push(...rowsIn(following));
    next = following['@odata.nextLink'];
  }
  const count = first['@odata.count'];
  return { rows, more: next !== undefined, ...(typeof count === 'number' && { count }) };
}

function pathOf(entitySet: string, { select, filter, orderby, expand, top, count }: RowsAsked): string {
  const options = {
    $select: select,
    $filter: filter,
    $orderby: orderby,
    $expand: expand,
    $top: top?.toString(),
    $count: count ? 'true' : undefined,
  };
  return encodeURIComponent(entitySet) + queryString(options);
}

/** With a page size the service ignores $top (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results). */
function preferOf({ top, all }: RowsAsked): string | undefined {
  return top === undefined ? `odata.maxpagesize=${all ? LARGEST_PAGE : PAGE_FOR_PEOPLE}` : undefined;
}

async function readPage(
  webApi: WebApi,
  path: string,
  prefer: string | undefined,
  signal: AbortSignal,
): Promise<JsonObject> {
  const operation = 'rows.query';
  const expect = [200, 400, 404, 501];
  const response = await webApi.request({
    operation,
    method: 'GET',
    path,
    prefer,
    repeatable: true,
    expect,
    signal,
  });
  const body = jsonOf(response, operation);
  if (response.status === 200) return body;
  const { code, message } = (body['error'] ?? {}) as { code?: unknown; message?: unknown };
  throw new RefusedQuery(String(code ?? response.status), String(message ?? ''));
}

const rowsIn = ({ value }: JsonObject): JsonObject[] => (Array.isArray(value) ? (value as JsonObject[]) : []);
