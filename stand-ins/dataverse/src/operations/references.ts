import { badRequest, methodNotAllowed, notJson, unknownSegment } from '../errors.js';
import { readConditions, requireVersion } from '../odata/conditions.js';
import { readQueryOptions } from '../odata/query-options.js';
import type { PathSegment } from '../odata/resource-path.js';
import type { Relationship } from '../schema/relationship.js';
import type { Navigation, Table } from '../schema/table.js';
import { isReference, type Row } from '../store/row.js';
import { bind, bindRow } from '../writes/bind.js';
import { readFields } from '../writes/read-fields.js';
import { updateRow } from '../writes/update-row.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { requireTarget, resolveKey, type Target } from './target.js';

/**
 * `accounts(<key>)/primarycontactid/$ref` and `accounts(<key>)/contact_customer_accounts/$ref`: PUT and DELETE change a lookup of
 * this row, POST and DELETE the lookup of another row that refers to this one.
 * webapi/associate-disassociate-entities-using-web-api.
 */
export function changeReference(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
  navigation: PathSegment,
): WebApiResponse {
  const row = requireTarget(context.store, table, target);
  requireVersion(readConditions(request.headers), row);
  const single = table.navigations.get(navigation.name);
  const collection = context.tables.collection(table, navigation.name);
  if (single) changeLookup(context, request, table, row, navigation.name, single);
  else if (collection) changeMembership(context, request, table, row, navigation, collection);
  else throw unknownSegment(navigation.name);
  return { status: 204 };
}

function changeLookup(
  context: Context,
  request: WebApiRequest,
  table: Table,
  row: Row,
  property: string,
  { column, target }: Navigation,
): void {
  readQueryOptions(request.query, 'nothing');
  if (request.method === 'DELETE') {
    if (refersToTable(row, column.name, target))
      updateRow(context, table, row, new Map([[column.name, null]]));
    return;
  }
  if (request.method !== 'PUT') throw methodNotAllowed(request.method);
  const reference = bind(context, property, target, readLink(request));
  updateRow(context, table, row, new Map([[column.name, reference]]));
}

/** Of a lookup with several targets, each has a property of its own, and empties only what is of its table. */
function refersToTable({ values }: Row, column: string, table: string): boolean {
  const value = values[column];
  return isReference(value) && value.table === table;
}

function changeMembership(
  context: Context,
  request: WebApiRequest,
  table: Table,
  { id }: Row,
  navigation: PathSegment,
  { referencing, column }: Relationship,
): void {
  const isAdding = request.method === 'POST';
  if (!isAdding && request.method !== 'DELETE') throw methodNotAllowed(request.method);
  const member = isAdding
    ? bindRow(context, navigation.name, referencing, readLink(request))
    : findMember(context, request, navigation, referencing);
  const value = member.values[column.name];
  if (!isAdding && !(isReference(value) && value.id === id)) return;
  updateRow(
    context,
    referencing,
    member,
    new Map([[column.name, isAdding ? { table: table.name, id } : null]]),
  );
}

/** Which member leaves: named in the path, or by the query option `$id`. */
function findMember(
  context: Context,
  { query }: WebApiRequest,
  { name, key }: PathSegment,
  referencing: Table,
): Row {
  if (key) return requireTarget(context.store, referencing, resolveKey(context, referencing, key));
  const link = new URLSearchParams(query).get('$id');
  if (!link) throw badRequest(`The row that leaves '${name}' must be named, in the path or by $id.`);
  return bindRow(context, name, referencing, link);
}

function readLink({ body }: WebApiRequest): string {
  const link = readFields(body)['@odata.id'];
  if (typeof link !== 'string') throw notJson("the payload has no '@odata.id' with a URL");
  return link;
}
