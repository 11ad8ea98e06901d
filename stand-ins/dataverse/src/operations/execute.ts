import { methodNotAllowed, unknownEntitySet } from '../errors.js';
import { missing, type Missing } from '../not-implemented.js';
import { parseResourcePath, resourceName, type KeyPredicate } from '../odata/resource-path.js';
import type { Table } from '../schema/table.js';
import { create } from './create.js';
import { list } from './list.js';
import { remove } from './remove.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { retrieve } from './retrieve.js';
import { resolveKey } from './target.js';
import { upsert } from './upsert.js';
import { whoAmI } from './who-am-i.js';

/** Carries out one operation. Throws a DataverseError for everything that the service would refuse, and for what we lack. */
export function execute(context: Context, request: WebApiRequest): WebApiResponse {
  const { path } = request;
  if (/^WhoAmI(\(\))?$/.test(path)) return whoAmI(context, request);
  refuseImpersonation(request);
  const table = context.tables.withEntitySet(resourceName(path));
  if (!table) throw unknownResource(path);
  const { key, rest } = parseResourcePath(path);
  if (rest !== '') throw missing(kindOfRest(rest), rest);
  return key ? onRow(context, request, table, key) : onCollection(context, request, table);
}

function onCollection(context: Context, request: WebApiRequest, table: Table): WebApiResponse {
  switch (request.method) {
    case 'GET':
      return list(context, request, table);
    case 'POST':
      requireOwnTable(table);
      return create(context, request, table);
    default:
      throw methodNotAllowed(request.method);
  }
}

function onRow(context: Context, request: WebApiRequest, table: Table, key: KeyPredicate): WebApiResponse {
  const target = resolveKey(table, key);
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

function requireOwnTable({ name, definition }: Table): void {
  if (definition.platform) throw missing('platformTables', name);
}

/** Doing as the caller what was asked in another's name would be a lie. */
function refuseImpersonation({ headers }: WebApiRequest): void {
  for (const name of ['callerobjectid', 'mscrmcallerid'])
    if (headers[name]) throw missing('impersonation', name);
}

function kindOfRest(rest: string): Missing {
  if (rest === '$count') return 'countPath';
  return rest.startsWith('Microsoft.Dynamics.CRM.') ? 'actions' : 'associations';
}

/** Names that the service knows and the stand-in does not, so that they are not taken for mistakes. */
function unknownResource(path: string) {
  const name = resourceName(path);
  if (path === '') return missing('serviceDocument');
  if (name === '$batch' || name === '$metadata') return missing(name);
  if (/^(Entity|GlobalOptionSet|Relationship|ManagedProperty)Definitions$/.test(name))
    return missing('definitions', name);
  if (ACTIONS.has(name)) return missing('actions', name);
  if (FUNCTION.test(path)) return missing('functions', name);
  return unknownEntitySet(name);
}

/** Functions are called with parentheses, and entity sets do not begin with a verb. */
const FUNCTION = /^(Retrieve|Get|Is|Calculate|Format|Search|Query)[A-Z]\w*\(/;
const ACTIONS = new Set([
  'AddToQueue',
  'BulkDelete',
  'CloseIncident',
  'CommitAnnotationBlocksUpload',
  'CreateMultiple',
  'ExecuteTransaction',
  'InitializeAnnotationBlocksUpload',
  'Merge',
  'PickFromQueue',
  'ResolveIncident',
  'UpdateMultiple',
  'UploadBlock',
  'UpsertMultiple',
]);
