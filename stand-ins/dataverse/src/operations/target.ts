import { rowNotFound, rowNotFoundByKey, undefinedKey } from '../errors.js';
import type { KeyPredicate } from '../odata/resource-path.js';
import type { AlternateKey, Table } from '../schema/table.js';
import type { RowStore } from '../store/row-store.js';
import { isReference, type Row, type Value, type Values } from '../store/row.js';
import { keyValue } from './key-value.js';
import type { Context } from './request.js';

/** The row that a key points at, whether it exists or not. */
export type Target = { id: string } | { key: AlternateKey; values: Values };

/** @throws DataverseError when these columns are no key that is Active, or a value is none that they can hold */
export function resolveKey({ keyIndexes, now }: Context, table: Table, predicate: KeyPredicate): Target {
  if ('id' in predicate) return { id: predicate.id };
  const [only, ...more] = predicate.columns;
  if (only && more.length === 0 && table.ids.includes(only.name) && only.literal.kind === 'guid')
    return { id: only.literal.value };
  const named = predicate.columns.map(({ name, literal }) => ({
    column: table.columnsByProperty.get(name),
    literal,
  }));
  const key = table.keyOf(named.map(({ column }) => column?.name ?? ''));
  if (!key || keyIndexes.statusOf(table, key, now) !== 'Active') throw undefinedKey(table);
  const values = named.flatMap(({ column, literal }) =>
    column ? [[column.name, keyValue(table, column, literal)] as const] : [],
  );
  return { key, values: Object.fromEntries(values) };
}

export function findTarget(store: RowStore, table: Table, target: Target): Row | undefined {
  return 'id' in target ? store.get(table, target.id) : store.findByKey(table, target.key, target.values);
}

/** @throws DataverseError 404, in the words for an id or for a key */
export function requireTarget(store: RowStore, table: Table, target: Target): Row {
  const row = findTarget(store, table, target);
  if (!row) throw targetNotFound(table, target);
  return row;
}

export const targetNotFound = (table: Table, target: Target) =>
  'id' in target ? rowNotFound(table, target.id) : rowNotFoundByKey(table);

/** How `OData-EntityId` names it: a row reached by an alternate key keeps the key's expression, and tells no GUID. */
export function entityId(serviceRoot: string, table: Table, target: Target): string {
  const inside = 'id' in target ? target.id : keyExpression(table, target);
  return `${serviceRoot}${table.entitySet}(${inside})`;
}

function keyExpression(table: Table, { key, values }: Exclude<Target, { id: string }>): string {
  return key.columns.map((name) => `${propertyName(table, name)}=${written(values[name] ?? null)}`).join(',');
}

const propertyName = (table: Table, name: string) =>
  table.columnsByName.get(name)?.type === 'lookup' ? `_${name}_value` : name;

function written(value: Value): string {
  if (typeof value === 'string') return `'${encodeURIComponent(value.replaceAll("'", "''"))}'`;
  return isReference(value) ? value.id : String(value);
}
