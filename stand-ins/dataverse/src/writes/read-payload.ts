import { checkValue } from '../columns/check-value.js';
import {
  boundTwice,
  caseWithTwoCustomers,
  deepUpdate,
  lookupWrittenDirectly,
  notACollection,
  readOnlyColumn,
  undeclaredNavigation,
  unknownProperty,
} from '../errors.js';
import type { Context } from '../operations/request.js';
import type { Column, LookupColumn } from '../schema/column.js';
import type { Relationship } from '../schema/relationship.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';
import { bind } from './bind.js';
import { isFields, type Fields } from './read-fields.js';

const BIND = '@odata.bind';
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** What is to be written, by column, checked and bound. Nothing that the server sets itself is in it. */
export type Columns = Map<string, Value>;

/** A row that a payload brings along for one of its lookups. */
export interface NewParent {
  column: LookupColumn;
  table: Table;
  fields: Fields;
}

/** Rows that a payload brings along for a collection, or takes into it: they refer to the row, so they come after it. */
export interface Members {
  relationship: Relationship;
  rows: readonly Fields[];
  links: readonly unknown[];
}

export interface Payload {
  columns: Columns;
  parents: Map<string, NewParent>;
  members: Members[];
}

/**
 * Reads the properties of a create or an update. Columns that the client may not set (on update: not any more) are left out in
 * silence, as the service does, or refused: an option.
 */
export function readPayload(context: Context, table: Table, fields: Fields, creating: boolean): Payload {
  const payload: Payload = { columns: new Map(), parents: new Map(), members: [] };
  for (const [property, value] of Object.entries(fields))
    if (!property.startsWith('@')) readProperty(context, table, payload, property, value);
  for (const name of [...payload.columns.keys()]) keepWritable(context, table, payload, name, creating);
  if (!creating && payload.parents.size + payload.members.length > 0) throw deepUpdate(table);
  if (payload.columns.get(table.primaryId) === EMPTY_GUID) payload.columns.delete(table.primaryId);
  return payload;
}

function readProperty(
  context: Context,
  table: Table,
  payload: Payload,
  property: string,
  value: unknown,
): void {
  const at = property.indexOf('@');
  if (at > 0) {
    if (property.slice(at) === BIND) readBinding(context, table, payload, property.slice(0, at), value);
    return;
  }
  const navigation = table.navigations.get(property);
  if (navigation) return readNavigation(context, table, payload, property, value);
  const relationship = context.tables.collection(table, property);
  if (relationship) return readMembers(payload, relationship, property, value);
  const column = table.columnsByProperty.get(property);
  if (column?.type === 'lookup') throw lookupWrittenDirectly();
  if (column) return void payload.columns.set(column.name, valueOf(context, table, column, value));
  if (table.columnsByName.has(property)) throw undeclaredNavigation(table, property);
  throw unknownProperty(table, property);
}

const valueOf = (
  { unknowns }: Context,
  table: Table,
  column: Exclude<Column, LookupColumn>,
  value: unknown,
): Value =>
  value === '' && unknowns.emptyText === 'kept' && 'length' in column ? '' : checkValue(table, column, value);

function readBinding(
  context: Context,
  table: Table,
  payload: Payload,
  property: string,
  link: unknown,
): void {
  const relationship = context.tables.collection(table, property);
  const navigation = table.navigations.get(property);
  if (navigation) {
    const { column } = navigation;
    const value = link === null ? null : bind(context, column.name, navigation.target, link);
    if (isMeant(payload, table, column, value === null)) payload.columns.set(column.name, value);
  } else if (relationship) {
    if (!Array.isArray(link)) throw notACollection(property);
    payload.members.push({ relationship, rows: [], links: link });
  } else throw undeclaredNavigation(table, property);
}

/** A navigation property without an annotation: null clears the lookup, an object is a row to create along. */
function readNavigation(
  { tables }: Context,
  table: Table,
  payload: Payload,
  property: string,
  value: unknown,
): void {
  const navigation = table.navigations.get(property);
  const target = tables.named(navigation?.target ?? '');
  if (!navigation || !target || (value !== null && !isFields(value))) throw lookupWrittenDirectly();
  const { column } = navigation;
  if (!isMeant(payload, table, column, value === null)) return;
  if (value === null) payload.columns.set(column.name, null);
  else payload.parents.set(column.name, { column, table: target, fields: value });
}

function readMembers(payload: Payload, relationship: Relationship, property: string, rows: unknown): void {
  if (!Array.isArray(rows) || !rows.every(isFields)) throw notACollection(property);
  payload.members.push({ relationship, rows, links: [] });
}

/** Two navigation properties may write one lookup: a null beside a row only says which of them it is not. */
function isMeant(
  { columns, parents }: Payload,
  table: Table,
  column: LookupColumn,
  clears: boolean,
): boolean {
  const isTaken = parents.has(column.name) || (columns.get(column.name) ?? null) !== null;
  if (!isTaken) return true;
  if (clears) return false;
  throw table.name === 'incident' && column.name === 'customerid'
    ? caseWithTwoCustomers()
    : boundTwice(column);
}

function keepWritable(
  { unknowns }: Context,
  table: Table,
  { columns }: Payload,
  name: string,
  creating: boolean,
): void {
  const column = table.columnsByName.get(name);
  if (!column || isWritable(column, creating)) return;
  if (unknowns.readOnlyColumns === 'refused' && name !== table.primaryId) throw readOnlyColumn(column);
  columns.delete(name);
}

const isWritable = ({ set }: Column, creating: boolean) =>
  set === undefined || (set === 'onCreate' && creating);
