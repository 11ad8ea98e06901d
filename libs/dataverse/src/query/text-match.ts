import { columnOf, selectName } from '../table-map/column-names.js';
import { literal } from '../web-api/odata.js';
import type { ColumnNameOf, Table } from '../table-map/table.js';
import { Filter } from './filter.js';

/** The rows whose text holds this text, in any case. */
export const contains = <T extends Table>(table: T, name: ColumnNameOf<T, 'text'>, text: string) =>
  match('contains', table, name, text);

/** The rows whose text begins with this text, in any case. */
export const startsWith = <T extends Table>(table: T, name: ColumnNameOf<T, 'text'>, text: string) =>
  match('startswith', table, name, text);

/** The rows whose text ends with this text, in any case. */
export const endsWith = <T extends Table>(table: T, name: ColumnNameOf<T, 'text'>, text: string) =>
  match('endswith', table, name, text);

/** The service takes the wildcards of SQL for what they are there, so each is put in brackets, which make it a letter. */
function match<T extends Table>(
  operator: 'contains' | 'startswith' | 'endswith',
  table: T,
  name: string,
  text: string,
): Filter<T['name']> {
  const column = columnOf(table, name);
  if (column.kind !== 'text' || typeof text !== 'string') throw new TypeError(`Only text ${operator} text.`);
  return new Filter<T['name']>(table.name, `${operator}(${selectName(column)},${literal(asLetters(text))})`);
}

/** learn.microsoft.com/power-apps/developer/data-platform/wildcard-characters */
const asLetters = (text: string): string => text.replace(/[%_[]/g, '[$&]');
