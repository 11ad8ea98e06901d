import { unknownSegment } from '../errors.js';
import { asksForContent, readFile } from '../files/download-column.js';
import { missing } from '../not-implemented.js';
import { follow } from '../odata/bind-path.js';
import { countPassing, passing } from '../odata/page.js';
import { readFilterOption } from '../odata/query.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { PathSegment } from '../odata/resource-path.js';
import { isFile, type Column } from '../schema/column.js';
import type { Navigation, Table } from '../schema/table.js';
import { columnValue } from '../store/column-value.js';
import { isReference, type Row } from '../store/row.js';
import { filteredCollection, MOST_COUNTED, sourceOf, type Collection } from './collection.js';
import { list } from './list.js';
import { countOfChanges, hasDeltaToken } from './list-changes.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { retrieveRow } from './retrieve.js';
import { requireTarget, type Target } from './target.js';

type Path = readonly [PathSegment, ...PathSegment[]];

const NO_CONTENT: WebApiResponse = { status: 204 };
/** The count is a document of UTF-8, and says so with three bytes: webapi/retrieve-entity-using-web-api. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * `GET accounts(<key>)/name`, `.../primarycontactid`, `.../contact_customer_accounts`: webapi/retrieve-entity-using-web-api, "Retrieve
 * a single property value" and "Retrieve navigation property values".
 */
export function readProperty(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
  path: Path,
): WebApiResponse {
  return readOf(context, request, table, requireTarget(context.store, table, target), path);
}

function readOf(
  context: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  [{ name, key }, ...rest]: Path,
): WebApiResponse {
  const column = table.columnsByProperty.get(name);
  if (column && !key && isFile(column) && (rest.length > 0 || asksForContent(request)))
    return readFile(context, request, table, row, column, rest);
  if (column && !key) return readColumn(context, request, table, row, column, name, rest);
  const navigation = table.navigations.get(name);
  if (navigation && !key) return readLookup(context, request, navigation, row, rest);
  const relationship = context.tables.collection(table, name);
  if (!relationship) throw unknownSegment(name);
  if (key) throw missing('associations', `${name}(...)`);
  const collection = filteredCollection(table, row.id, relationship);
  const [next, ...more] = rest;
  return next
    ? readCollection(context, request, collection, [next, ...more])
    : list(context, request, collection);
}

function readColumn(
  { serviceRoot }: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  column: Column,
  name: string,
  [next, ...more]: readonly PathSegment[],
): WebApiResponse {
  readQueryOptions(request.query, 'nothing');
  const held = columnValue(row, column);
  const value = isReference(held) ? held.id : held;
  if (more.length > 0 || (next && next.name !== '$value')) throw unknownSegment(next?.name ?? name);
  if (value === null) return NO_CONTENT;
  if (next) return plainText(String(value));
  return {
    status: 200,
    body: { '@odata.context': `${serviceRoot}$metadata#${table.entitySet}(${row.id})/${name}`, value },
  };
}

function readLookup(
  context: Context,
  request: WebApiRequest,
  navigation: Navigation,
  row: Row,
  [next, ...more]: readonly PathSegment[],
): WebApiResponse {
  const target = context.tables.named(navigation.target);
  const found = target && follow(context, target, navigation, row);
  if (!found) return NO_CONTENT;
  if (!next) return retrieveRow(context, request, target, () => found);
  if (next.name !== '$ref') return readOf(context, request, target, found, [next, ...more]);
  const body = {
    '@odata.context': `${context.serviceRoot}$metadata#$ref`,
    '@odata.id': urlOf(context, target, found),
  };
  return { status: 200, body };
}

/** What stands behind a collection: `$count`, or `$ref` for the links to its rows. */
export function readCollection(
  context: Context,
  request: WebApiRequest,
  collection: Collection,
  [{ name }, ...more]: Path,
): WebApiResponse {
  if (more.length > 0 || (name !== '$count' && name !== '$ref')) throw unknownSegment(name);
  if (name === '$count' && hasDeltaToken(request))
    return counted(countOfChanges(context, request, collection));
  const filter = readFilterOption(readQueryOptions(request.query, 'count'), context, collection.table);
  const source = sourceOf(context.store, collection, filter);
  if (name === '$count') return counted(countPassing(source, filter, MOST_COUNTED).count);
  return links(context, collection, passing(source, filter));
}

function links(context: Context, { table }: Collection, rows: readonly Row[]): WebApiResponse {
  if (rows.length > MOST_COUNTED) throw missing('pagesOfLinks');
  const value = rows.map((row) => ({ '@odata.id': urlOf(context, table, row) }));
  return {
    status: 200,
    body: { '@odata.context': `${context.serviceRoot}$metadata#Collection($ref)`, value },
  };
}

const urlOf = ({ serviceRoot }: Context, table: Table, { id }: Row) =>
  `${serviceRoot}${table.entitySet}(${id})`;

const counted = (count: number) => plainText(`${BYTE_ORDER_MARK}${count}`);

const plainText = (text: string): WebApiResponse => ({
  status: 200,
  document: { mediaType: 'text/plain', content: text },
});
