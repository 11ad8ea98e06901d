import {
  GLOBAL_METADATA_VERSION,
  TOTAL_RECORD_COUNT,
  TOTAL_RECORD_COUNT_LIMIT_EXCEEDED,
} from '../odata/annotations.js';
import { contextOf } from '../odata/context-url.js';
import { positionOf } from '../odata/order.js';
import { countPassing, takePage, type Page } from '../odata/page.js';
import { readPreferences, type Preferences } from '../odata/prefer.js';
import { Presentation } from '../odata/present-row.js';
import { readQuery, type Query } from '../odata/query.js';
import { readQueryOptions } from '../odata/query-options.js';
import { readSkipToken, writeSkipToken } from '../odata/skip-token.js';
import { aggregate } from './aggregate.js';
import { MOST_COUNTED, sourceOf, type Collection } from './collection.js';
import { header } from './header.js';
import { asksForChanges, listChanges } from './list-changes.js';
import { pageLink } from './page-link.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { preferenceApplied } from './respond.js';

/** Rows in a page: webapi/query/page-results. */
const MOST = 5_000;

/** `GET accounts?$filter=...`, a page at a time. `$top` is ignored by who asks for a page size. */
export function list(context: Context, request: WebApiRequest, collection: Collection): WebApiResponse {
  const preferences = readPreferences(header(request, 'prefer'));
  if (asksForChanges(request, preferences)) return listChanges(context, request, collection, preferences);
  const options = readQueryOptions(request.query, 'collection');
  const apply = options.get('$apply');
  if (apply !== undefined) return aggregate(context, collection, options, apply, preferences);
  const query = readQuery(options, context, collection.table);
  const { filter, order, shape } = query;
  const token = options.get('$skiptoken');
  const start = token === undefined ? undefined : readSkipToken(collection.table, order, token);
  const { maxPageSize } = preferences;
  const top = maxPageSize === undefined ? query.top : undefined;
  const size = Math.min(maxPageSize ?? MOST, top ?? MOST);
  const page = takePage({
    source: sourceOf(context.store, collection, filter),
    filter,
    order,
    after: start?.after,
    size,
  });
  const next = page.more && top === undefined ? tokenBehind(query, page, start?.pageNumber ?? 1) : undefined;
  const presentation = new Presentation(context, shape, {
    ...preferences,
    serviceRoot: context.serviceRoot,
    etagsOfLookups: false,
  });
  return {
    status: 200,
    headers: preferenceApplied(preferences),
    body: {
      '@odata.context': contextOf(context.serviceRoot, shape),
      ...counts(context, collection, query, preferences),
      ...schemaVersion(context, preferences),
      value: page.rows.map((row) => presentation.present(row)),
      ...(next && { '@odata.nextLink': pageLink(context, request, collection, '$skiptoken', next) }),
    },
  };
}

/** webapi/query/count-rows: the count, and whether there are more, for who asks. */
function counts(
  context: Context,
  collection: Collection,
  { filter, count: wanted }: Query,
  { annotations }: Preferences,
): Record<string, unknown> {
  const { count, exceeded } = wanted
    ? countPassing(sourceOf(context.store, collection, filter), filter, MOST_COUNTED)
    : { count: -1, exceeded: false };
  return {
    ...(wanted && { '@odata.count': count }),
    ...(annotations(TOTAL_RECORD_COUNT) && { [`@${TOTAL_RECORD_COUNT}`]: count }),
    ...(annotations(TOTAL_RECORD_COUNT_LIMIT_EXCEEDED) && {
      [`@${TOTAL_RECORD_COUNT_LIMIT_EXCEEDED}`]: exceeded,
    }),
  };
}

/** A number that grows with each change of the schema, as text: webapi/compose-http-requests-handle-errors, "Request annotations". */
const schemaVersion = ({ store }: Context, { annotations }: Preferences): Record<string, string> =>
  annotations(GLOBAL_METADATA_VERSION)
    ? { [`@${GLOBAL_METADATA_VERSION}`]: String(store.schemaVersion) }
    : {};

function tokenBehind({ order, shape }: Query, { rows }: Page, pageNumber: number): string | undefined {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return undefined;
  const start = { pageNumber: pageNumber + 1, after: positionOf(order, last) };
  return writeSkipToken(shape.table, order, start, first.id);
}
