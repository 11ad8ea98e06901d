import { invalidArgument, textTooLong, wrongLiteral } from '../errors.js';
import type { TextColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';

/** Characters that XML 1.0, which the platform speaks inside, cannot hold; half of a surrogate pair is among them. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Lengths count UTF-16 units, as SQL Server's nvarchar does. An empty text is stored as no text. */
export function checkText(table: Table, { name, length }: TextColumn, value: unknown): Value {
  if (typeof value !== 'string') throw wrongLiteral(value, 'String');
  if (value.length > length) throw textTooLong(table, name, length);
  const invalid = NOT_IN_XML.exec(value)?.[0];
  if (invalid) throw invalidArgument(`'${name}' holds U+${hex(invalid)}, which is an invalid character.`);
  return value === '' ? null : value;
}

const hex = (character: string) =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
