import { badBatch, unknownEntitySet } from '../errors.js';
import { csdlDocument } from '../metadata/csdl/csdl-document.js';
import { isDefinitionSetName } from '../metadata/definition-sets.js';
import { onDefinitions } from '../metadata/on-definitions.js';
import { serviceDocument } from '../metadata/service-document.js';
import { missing } from '../not-implemented.js';
import { parseResourcePath } from '../odata/resource-path.js';
import { checkContentType } from './content-type.js';
import { inNameOf } from './in-name-of.js';
import { originOf } from './origin-of.js';
import { messageNamed } from './messages.js';
import { checkOptionalHeaders, withDuplicateDetection } from './optional-headers.js';
import type { Context, WebApiRequest, WebApiResponse } from './request.js';
import { onRows } from './rows.js';
import { workOf } from './work-of.js';
import { worded } from './worded.js';

/**
 * Carries out one operation, all of it or nothing. Throws a DataverseError for everything that the service would refuse, and for
 * what we lack.
 */
export function execute(context: Context, request: WebApiRequest): WebApiResponse {
  try {
    context.work.push(...workOf(context, request));
    checkOptionalHeaders(context, request);
    checkContentType(context, request);
    const asked = inNameOf(withDuplicateDetection(context, request), request);
    return context.transact(() => carryOut({ ...asked, origin: originOf(request) }, request));
  } catch (error) {
    throw worded(context, request, error);
  }
}

/** Where the service keeps who is told of changes, and how that went. */
const REGISTRATIONS = ['serviceendpoints', 'sdkmessageprocessingsteps', 'asyncoperations'];

/** A function's parameters may be aliases and lists, which no key of a row is: they are read apart from other paths. */
const CALL = /^(\w+)\((.+)\)$/s;

function carryOut(context: Context, request: WebApiRequest): WebApiResponse {
  const [, called = '', parameters] = CALL.exec(request.path) ?? [];
  const message = messageNamed(called);
  return message ? message(context, request, { parameters }) : onResource(context, request);
}

function onResource(context: Context, request: WebApiRequest): WebApiResponse {
  const [first, ...rest] = parseResourcePath(request.path);
  if (!first) return serviceDocument(context, request);
  const { name } = first;
  if (name === '$batch') throw badBatch('A batch holds no other batch.');
  if (name === '$metadata') return csdlDocument(context, request);
  if (REGISTRATIONS.includes(name)) throw missing('webhookRows', name);
  if (isDefinitionSetName(name)) return onDefinitions(context, request, name, [first, ...rest]);
  if (name === 'ManagedPropertyDefinitions') throw missing('managedProperties', name);
  const message = messageNamed(name);
  if (message) return message(context, request, {});
  const known: Context = { ...context, tables: context.tablesFor(name, request) };
  const table = known.tables.withEntitySet(name);
  if (!table) throw unknownEntitySet(name);
  return onRows(known, request, table, first.key, rest);
}
