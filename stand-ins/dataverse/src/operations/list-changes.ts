import { notTracked, unsupportedQuery, versionStampExpired } from '../errors.js';
import { contextOf } from '../odata/context-url.js';
import { readShape } from '../odata/expand.js';
import { readDeltaToken, writeDeltaToken, type DeltaToken } from '../odata/changes/delta-token.js';
import { countChanges, takeChanges, type Changes } from '../odata/changes/take-changes.js';
import {
  readTrackingCookie,
  writeTrackingCookie,
  type ChangesStart,
} from '../odata/changes/tracking-cookie.js';
import type { Preferences } from '../odata/prefer.js';
import { Presentation } from '../odata/present-row.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { Shape } from '../odata/shape.js';
import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { MOST_COUNTED, type Collection } from './collection.js';
import { pageLink } from './page-link.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { preferenceApplied } from './respond.js';

const DAY_MS = 86_400_000;
/** Changes in a page: use-change-tracking-synchronize-data-external-systems. */
const MOST = 5_000;
const TRACKING = 'istracking="True"';

/** By preference at first, then by the links that were given. */
export const asksForChanges = (request: WebApiRequest, { trackChanges }: Preferences): boolean =>
  trackChanges || hasDeltaToken(request) || optionsOf(request).get('$skiptoken')?.includes(TRACKING) === true;

export const hasDeltaToken = (request: WebApiRequest): boolean => optionsOf(request).has('$deltatoken');

const optionsOf = ({ query }: WebApiRequest) => new URLSearchParams(query);

/**
 * `GET accounts` with `Prefer: odata.track-changes`, and what its links lead to: use-change-tracking-synchronize-data-external-systems.
 * The first time all rows come, later what has changed since a token, which is taken before the first page: whatever happens while
 * the pages are read is told by the link behind them.
 */
export function listChanges(
  context: Context,
  request: WebApiRequest,
  collection: Collection,
  preferences: Preferences,
): WebApiResponse {
  const { store, unknowns } = context;
  const table = trackedTable(collection);
  const options = readQueryOptions(request.query, 'changes');
  const shape = readShape(options, context, table);
  const token = options.get('$deltatoken');
  const since = token === undefined ? undefined : readLiveToken(context, token);
  const start = startOf(context, options.get('$skiptoken'));
  const changes = takeChanges(store, {
    table,
    since: since?.version,
    until: unknowns.changedWhilePaging === 'comesLater' ? start.token.version : Infinity,
    kind: start.kind,
    after: start.after,
    size: preferences.maxPageSize ?? MOST,
  });
  const headers = preferenceApplied(preferences);
  if (since && unknowns.noChanges === 'emptyObject' && isEmpty(changes))
    return { status: 200, headers, body: {} };
  return {
    status: 200,
    headers,
    body: {
      '@odata.context': contextOf(context.serviceRoot, shape, since && '/$delta'),
      ...linkBehind(context, request, collection, start, changes),
      value: [
        ...presented(context, shape, preferences, changes.changed),
        ...changes.deleted.map(told(context, table)),
      ],
    },
  };
}

/** `accounts/$count?$deltatoken=...`: how many changes there are, as many as are ever counted. */
export function countOfChanges(context: Context, request: WebApiRequest, collection: Collection): number {
  const table = trackedTable(collection);
  const token = readQueryOptions(request.query, 'changes').get('$deltatoken') ?? '';
  const since = readLiveToken(context, token).version;
  return countChanges(context.store, table, { since, most: MOST_COUNTED });
}

function trackedTable({ table, among }: Collection): Table {
  if (among) throw unsupportedQuery('changes are told of the whole table only');
  if (!table.tracksChanges) throw notTracked(table);
  return table;
}

function readLiveToken({ store, changeTrackingDays, now }: Context, text: string): DeltaToken {
  const token = readDeltaToken(text);
  const expired = now - token.issuedAt > changeTrackingDays * DAY_MS;
  if (expired || !store.knowsChangesSince(token.version)) throw versionStampExpired();
  return token;
}

const startOf = ({ store, now }: Context, skipToken: string | undefined): ChangesStart =>
  skipToken === undefined
    ? {
        pageNumber: 1,
        token: { version: store.lastVersion, issuedAt: now },
        kind: 'changed',
        after: undefined,
      }
    : readTrackingCookie(skipToken);

const isEmpty = ({ changed, deleted }: Changes) => changed.length + deleted.length === 0;

function linkBehind(
  context: Context,
  request: WebApiRequest,
  collection: Collection,
  { pageNumber, token }: ChangesStart,
  { next }: Changes,
): Record<string, string> {
  if (!next)
    return {
      '@odata.deltaLink': pageLink(context, request, collection, '$deltatoken', writeDeltaToken(token)),
    };
  const cookie = writeTrackingCookie({ pageNumber: pageNumber + 1, token, ...next });
  return { '@odata.nextLink': pageLink(context, request, collection, '$skiptoken', cookie) };
}

function presented(context: Context, shape: Shape, preferences: Preferences, rows: readonly Row[]) {
  const { serviceRoot } = context;
  const presentation = new Presentation(context, shape, {
    ...preferences,
    serviceRoot,
    etagsOfLookups: false,
  });
  return rows.map((row) => presentation.present(row));
}

const told =
  ({ serviceRoot }: Context, { entitySet }: Table) =>
  ({ id }: Row) => ({
    '@odata.context': `${serviceRoot}$metadata#${entitySet}/$deletedEntity`,
    id,
    reason: 'deleted',
  });
