import type { LookupColumn, MappedColumn } from './column.js';
import { choiceValue, columnOf, own, selectName, unknownTo } from './column-names.js';
import type { RowReference } from './row-address.js';
import type { BoundRow, Row } from './row.js';
import type { ColumnName, Table } from './table.js';

/** A domain row as the body of a request. Unknown names are a `TypeError`; `undefined` is left out, `null` empties. */
export function toDataverse(table: Table, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of Object.keys(row)) {
    const value = row[name];
    if (value === undefined) continue;
    const column = columnOf(table, name);
    if (column.kind === 'file' || column.kind === 'image')
      throw new TypeError(`${name} is uploaded, and not written with its row.`);
    if (column.kind === 'lookup') Object.assign(body, bind(column, value as RowReference | null));
    else body[column.column] = value === null ? null : written(column, value);
  }
  return body;
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

/** The navigation property of a lookup for this table; a `TypeError` when it cannot point there. */
export const navigationOf = ({ targets, column }: LookupColumn, table: string): string =>
  own(targets, table) ?? unknownTo(`The lookup ${column}`, 'this table');

/** Any one of a lookup's navigation properties empties it. */
function bind(column: LookupColumn, reference: RowReference | null): Record<string, unknown> {
  if (reference === null) return { [navigationOf(column, Object.keys(column.targets)[0] ?? '')]: null };
  return { [`${navigationOf(column, reference.table)}@odata.bind`]: `/${reference.path}` };
}

function written(column: MappedColumn, value: unknown): unknown {
  if (column.kind === 'moment') return (value as Date).toISOString();
  return column.kind === 'choice' ? choiceValue(column, value) : value;
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
