import { invalidCharacters, textTooLong, wrongLiteral } from '../errors.js';
import type { TextColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';

/** Characters that XML 1.0, which the platform speaks inside, cannot hold; half of a surrogate pair is among them. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Lengths count UTF-16 units, as SQL Server's nvarchar does. An empty text is stored as no text. */
export function checkText(table: Table, { name, length }: TextColumn, value: unknown): Value {
  if (typeof value !== 'string') throw wrongLiteral(value, 'String');
  if (value.length > length) throw textTooLong(table, name, length);
  if (NOT_IN_XML.test(value)) throw invalidCharacters(name);
  return value === '' ? null : value;
}
