import { anyOf, MappingError } from '../errors/mapping-error.js';
import type { LookupColumn, MappedColumn, Setter } from './column.js';
import { choiceValue, columnOf, own, selectName } from './column-names.js';
import type { RowReference } from './row-address.js';
import type { BoundRow, Row } from './row.js';
import type { ColumnName, Table } from './table.js';
import { valuesIn } from './values-in.js';

type Values = Readonly<Record<string, unknown>>;
type Body = Record<string, unknown>;

/** Takes a value in the words of Dataverse. */
export type Put = (name: string, value: unknown) => void;

/**
 * A new row as the body of a request; `undefined` is left out, `null` empties. Unknown names, columns that Dataverse sets, and
 * values that a column cannot hold are a `MappingError`.
 */
export const toDataverse = (table: Table, row: Values): Body => bodyOf((put) => putRow(table, row, put));

/** The same for changes to a row that is there: what is set when a row is created is refused, too. */
export const changesToDataverse = (table: Table, changes: Values): Body =>
  bodyOf((put) => putChanges(table, changes, put));

/** What `toDataverse` makes a body of, value by value; those before one that is refused were put. */
export const putRow = (table: Table, row: Values, put: Put): void => putValues(table, row, newRow, put);

/** What `changesToDataverse` makes a body of. */
export const putChanges = (table: Table, changes: Values, put: Put): void =>
  putValues(table, changes, changesOfRow, put);

function bodyOf(write: (put: Put) => void): Body {
  const body: Body = {};
  write((name, value) => (body[name] = value));
  return body;
}

function putValues(table: Table, values: Values, how: Writing, put: Put): void {
  for (const name in valuesIn(values, how.what)) {
    const value = values[name];
    if (value === undefined) continue;
    const column = columnOf(table, name);
    if (how.refused.includes(column.set)) throw notWritable(name, column);
    if (column.kind === 'lookup') putLookup(name, column, value, put);
    else put(column.column, value === null ? null : written(name, column, value));
  }
}

/** What is written, and who sets the columns that cannot be. */
interface Writing {
  what: string;
  refused: readonly Setter[];
}

const newRow: Writing = { what: 'row', refused: ['server'] };
const changesOfRow: Writing = { what: 'object of changes', refused: ['server', 'onCreate'] };

function notWritable(name: string, { kind, set }: MappedColumn): MappingError {
  const isFile = kind === 'file' || kind === 'image';
  const setter = set === 'server' ? 'is set by Dataverse' : 'can be set only when its row is created';
  const reason = isFile ? 'is uploaded, and not written with its row' : setter;
  return new MappingError('not-writable', `${name} ${reason}.`, name);
}

/** A row of an answer as the domain knows it; columns that are not in the answer are not in the row. */
export function fromDataverse<T extends Table, Name extends ColumnName<T> = ColumnName<T>>(
  table: T,
  body: Readonly<Record<string, unknown>>,
): Row<T, Name> {
  const row: Record<string, unknown> = { id: body[table.primaryId] };
  if (typeof body['@odata.etag'] === 'string') row['etag'] = body['@odata.etag'];
  const formatted: Record<string, unknown> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    const value = body[selectName(column)];
    if (value !== undefined) row[name] = value === null ? null : read(column, value, body);
    const shown = body[selectName(column) + formattedValue];
    if (shown !== undefined) formatted[name] = shown;
  }
  if (Object.keys(formatted).length > 0) row['formatted'] = formatted;
  return row as Row<T, Name>;
}

/** The annotations that a row makes sense of: what people see, and the table of a lookup. */
export const annotations =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"';

const formattedValue = '@OData.Community.Display.V1.FormattedValue';
const lookupTable = '@Microsoft.Dynamics.CRM.lookuplogicalname';

/** The navigation property of the lookup `name` for this table; a `MappingError` when it cannot point there. */
export function navigationOf(name: string, { targets }: LookupColumn, table: string): string {
  const property = own(targets, table);
  if (property !== undefined) return property;
  throw new MappingError(
    'wrong-value',
    `${name} points to a row of ${anyOf(Object.keys(targets))}: take rowOf.`,
    name,
  );
}

/** Any one of a lookup's navigation properties empties it. */
function putLookup(name: string, column: LookupColumn, value: unknown, put: Put): void {
  if (value === null) return put(navigationOf(name, column, Object.keys(column.targets)[0] ?? ''), null);
  const { table, path } = value as Partial<RowReference>;
  put(`${navigationOf(name, column, String(table))}@odata.bind`, `/${path}`);
}

function written(name: string, column: MappedColumn, value: unknown): unknown {
  if (column.kind === 'moment') return momentOf(name, value);
  return column.kind === 'choice' ? choiceValue(column, value, name) : value;
}

function momentOf(name: string, value: unknown): string {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new MappingError('wrong-value', `${name} is a moment, so a Date.`, name);
}

function read(column: MappedColumn, value: unknown, body: Readonly<Record<string, unknown>>): unknown {
  if (column.kind === 'moment') return new Date(String(value));
  if (column.kind === 'lookup')
    return boundRow(column, String(value), body[selectName(column) + lookupTable]);
  if (column.kind !== 'choice') return value;
  return Object.entries(column.values).find(([, known]) => known === value)?.[0] ?? value;
}

function boundRow({ targets }: LookupColumn, id: string, told: unknown): BoundRow {
  const [only, ...others] = Object.keys(targets);
  const table = typeof told === 'string' ? told : others.length === 0 ? only : undefined;
  return table === undefined ? { id } : { id, table };
}
