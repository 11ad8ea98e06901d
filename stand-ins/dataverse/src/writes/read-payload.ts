import { checkValue } from '../columns/check-value.js';
import {
  boundTwice,
  caseWithTwoCustomers,
  lookupWrittenDirectly,
  notJson,
  undeclaredNavigation,
  unknownProperty,
} from '../errors.js';
import { missing } from '../not-implemented.js';
import type { Context } from '../operations/request.js';
import type { Column } from '../schema/column.js';
import type { Navigation, Table } from '../schema/table.js';
import type { Value } from '../store/row.js';
import { bind } from './bind.js';

const BIND = '@odata.bind';
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** What a payload asks to write, by column, checked and bound. Nothing that the server sets itself is in it. */
export type Payload = Map<string, Value>;

/**
 * Reads the body of a create or an update. Columns that the client may not set (on update: not any more) are left out in
 * silence, as the service does.
 */
export function readPayload(
  context: Context,
  table: Table,
  body: Buffer | undefined,
  creating: boolean,
): Payload {
  const payload: Payload = new Map();
  for (const [property, value] of Object.entries(parseObject(body))) {
    if (property.startsWith('@')) continue;
    const written = readProperty(context, table, property, value);
    if (written && isWritable(written.column, creating)) assign(payload, table, written);
  }
  if (payload.get(table.primaryId) === EMPTY_GUID) payload.delete(table.primaryId);
  return payload;
}

interface Written {
  column: Column;
  value: Value;
}

function readProperty(context: Context, table: Table, property: string, value: unknown): Written | undefined {
  const at = property.indexOf('@');
  if (at > 0) {
    if (property.slice(at) === BIND) return readBinding(context, table, property.slice(0, at), value);
    return undefined;
  }
  const navigation = table.navigations.get(property);
  if (navigation) return readNavigation(navigation, value);
  const column = table.columnsByProperty.get(property);
  if (column?.type === 'lookup') throw lookupWrittenDirectly();
  if (column) return { column, value: checkValue(table, column, value) };
  if (table.columnsByName.has(property)) throw undeclaredNavigation(table, property);
  throw unknownProperty(table, property);
}

function readBinding({ store, tables }: Context, table: Table, property: string, link: unknown): Written {
  const navigation = table.navigations.get(property);
  if (!navigation) throw undeclaredNavigation(table, property);
  const { column } = navigation;
  return { column, value: link === null ? null : bind(store, tables, navigation, link) };
}

/** A navigation property without an annotation: null clears the lookup; a row to create along is more than we do. */
function readNavigation({ column }: Navigation, value: unknown): Written {
  if (value === null) return { column, value: null };
  if (typeof value === 'object') throw missing('deepInsert', column.name);
  throw lookupWrittenDirectly();
}

/** Two navigation properties may write one lookup: a null beside a row only says which of them it is not. */
function assign(payload: Payload, table: Table, { column, value }: Written): void {
  const before = payload.get(column.name) ?? null;
  if (column.type === 'lookup' && before !== null) {
    if (value === null) return;
    throw table.name === 'incident' && column.name === 'customerid'
      ? caseWithTwoCustomers()
      : boundTwice(column);
  }
  payload.set(column.name, value);
}

const isWritable = ({ set }: Column, creating: boolean) =>
  set === undefined || (set === 'onCreate' && creating);

function parseObject(body: Buffer | undefined): Record<string, unknown> {
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw notJson('the payload is not a JSON object');
  return parsed as Record<string, unknown>;
}

function parseJson(body: Buffer | undefined): unknown {
  if (!body?.length) throw notJson('a payload was expected and none was found');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw notJson(error instanceof SyntaxError ? 'the payload is not JSON' : 'the payload is not UTF-8');
  }
}
