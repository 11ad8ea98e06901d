import { methodNotAllowed, unknownSegment } from '../errors.js';
import type { KeyPredicate, PathSegment } from '../odata/resource-path.js';
import type { Table } from '../schema/table.js';
import { entitySet } from './collection.js';
import { create } from './create.js';
import { list } from './list.js';
import { boundMessageNamed } from './messages.js';
import { requireOwnTable } from './own-table.js';
import { readCollection, readProperty } from './read-property.js';
import { changeReference } from './references.js';
import { remove } from './remove.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { retrieve } from './retrieve.js';
import { changeProperty } from './single-property.js';
import { resolveKey, type Target } from './target.js';
import { upsert } from './upsert.js';

/** What stands behind an entity set: nothing, a key, and then perhaps a property, a navigation property or a message. */
export function onRows(
  context: Context,
  request: WebApiRequest,
  table: Table,
  key: KeyPredicate | undefined,
  [next, ...rest]: readonly PathSegment[],
): WebApiResponse {
  const target = key && resolveKey(context, table, key);
  const message = next && boundMessageNamed(next.name);
  if (message) return message(context, request, { table, target });
  if (!target) {
    if (next) return onWholeCollection(context, request, table, [next, ...rest]);
    return onCollection(context, request, table);
  }
  if (next && request.method === 'GET') return readProperty(context, request, table, target, [next, ...rest]);
  if (next) return changePart(context, request, table, target, [next, ...rest]);
  switch (request.method) {
    case 'GET':
      return retrieve(context, request, table, target);
    case 'PATCH':
      requireOwnTable(table);
      return upsert(context, request, table, target);
    case 'DELETE':
      requireOwnTable(table);
      return remove(context, request, table, target);
    default:
      throw methodNotAllowed(request.method);
  }
}

/** A property of a row, or a reference: `accounts(<key>)/name`, `accounts(<key>)/primarycontactid/$ref`. */
function changePart(
  context: Context,
  request: WebApiRequest,
  table: Table,
  target: Target,
  [part, next, ...rest]: readonly [PathSegment, ...PathSegment[]],
): WebApiResponse {
  requireOwnTable(table);
  if (!next) return changeProperty(context, request, table, target, part.name);
  if (next.name !== '$ref' || rest.length > 0) throw unknownSegment(next.name);
  return changeReference(context, request, table, target, part);
}

function onCollection(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  switch (request.method) {
    case 'GET':
      return list(context, request, entitySet(table));
    case 'POST':
      requireOwnTable(table);
      return create(context, request, table);
    default:
      throw methodNotAllowed(request.method);
  }
}

/** `accounts/$count` and `accounts/$ref`; nothing else stands behind an entity set without a key. */
function onWholeCollection(
  context: Context,
  request: WebApiRequest,
  table: Table,
  path: readonly [PathSegment, ...PathSegment[]],
): WebApiResponse {
  if (request.method !== 'GET') throw methodNotAllowed(request.method);
  return readCollection(context, request, entitySet(table), path);
}
