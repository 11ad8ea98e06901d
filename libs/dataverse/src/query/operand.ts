import type { MappedColumn } from '../table-map/column.js';
import { choiceValue } from '../table-map/column-names.js';
import { dayOf, guid, literal, type ODataValue } from '../web-api/odata.js';
import type { WriteValue } from '../table-map/row.js';

/** What a column may be compared with: a lookup by GUID, a choice by name; a file and an image with nothing. */
export type FilterValue<C> = C extends { kind: 'file' | 'image' }
  ? never
  : C extends { kind: 'lookup' }
    ? string
    : NonNullable<WriteValue<C>>;

const typeOfKind: Partial<Record<MappedColumn['kind'], string>> = {
  text: 'string',
  number: 'number',
  flag: 'boolean',
};

/** The value as a literal of the column's kind; a `TypeError` for every other value, whatever the caller's types said. */
export function operand(name: string, column: MappedColumn, value: unknown): string {
  if (column.kind === 'lookup') return guid(value, name);
  if (column.kind === 'day') return dayOf(value, name);
  if (column.kind === 'choice') return String(choiceValue(column, value, name));
  const fits = column.kind === 'moment' ? value instanceof Date : typeof value === typeOfKind[column.kind];
  if (!fits) throw new TypeError(`${name} is a ${column.kind}, and cannot be compared with this.`);
  return literal(value as ODataValue);
}
