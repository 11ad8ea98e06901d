import type { Table } from '../schema/table.js';
import { isReference, type Row } from '../store/row.js';
import { bindPath } from './bind-path.js';
import { comparableOf, toKey, type Comparable, type Key } from './comparable.js';
import type { Data } from './data.js';
import { displayName } from './display-name.js';
import { takeOperand } from './filter/operand.js';
import type { ParameterAliases } from './parameter-aliases.js';
import { Scanner } from './scanner.js';
import { syntaxError } from './syntax-error.js';

/** One column of an `$orderby`. */
export interface OrderColumn {
  /** As it is written, with its slashes. */
  name: string;
  comparable: Comparable;
  descending: boolean;
  keyOf(row: Row): Key;
}

/** Where a row stands: the keys of the columns that it is ordered by, and its id, which no two rows share. */
export interface Position {
  keys: readonly Key[];
  id: string;
}

const DIRECTION = /(?:asc|desc)(?![\w/])/y;
/** As much of a text as counts for its place, so that the link to the next page stays a URL. */
const ORDERED_LENGTH = 400;
const HALF_A_CHARACTER = /[\ud800-\udbff]$/;

/** webapi/query/order-rows: ascending unless said; choices by their numbers, lookups by the primary names of their rows. */
export function readOrder(
  text: string,
  data: Data,
  table: Table,
  aliases: ParameterAliases | 'none',
): readonly OrderColumn[] {
  const scanner = new Scanner(text);
  const columns: OrderColumn[] = [];
  do {
    scanner.takeBlanks();
    const operand = takeOperand(scanner, aliases);
    if (operand?.kind !== 'path') throw syntaxError(scanner);
    scanner.takeBlanks();
    const descending = scanner.take(DIRECTION) === 'desc';
    columns.push(orderColumn(data, table, operand.path, descending));
  } while (scanner.takeToken(','));
  scanner.takeBlanks();
  if (!scanner.atEnd) throw syntaxError(scanner);
  return columns;
}

function orderColumn(data: Data, table: Table, path: readonly string[], descending: boolean): OrderColumn {
  const { column, read } = bindPath(data, table, path);
  const name = path.join('/');
  if (column.type === 'lookup') {
    const nameOf = (row: Row) => {
      const value = read(row);
      return isReference(value) ? shortened(toKey('text', displayName(data, value))) : null;
    };
    return { name, comparable: 'text', descending, keyOf: nameOf };
  }
  const comparable = comparableOf(column);
  return { name, comparable, descending, keyOf: (row) => shortened(toKey(comparable, read(row))) };
}

/** Never cut within a surrogate pair: half of one cannot be written into a URL. */
const shortened = (key: Key): Key =>
  typeof key === 'string' ? key.slice(0, ORDERED_LENGTH).replace(HALF_A_CHARACTER, '') : key;

export const positionOf = (order: readonly OrderColumn[], row: Row): Position => ({
  keys: order.map(({ keyOf }) => keyOf(row)),
  id: row.id,
});

/** Rows without a value come first, as in SQL Server, or last when the order is turned; equals come in the order of their ids. */
export function comparePositions(order: readonly OrderColumn[], left: Position, right: Position): number {
  for (let index = 0; index < order.length; index += 1) {
    const difference = compareKeys(left.keys[index] ?? null, right.keys[index] ?? null);
    if (difference !== 0) return order[index]?.descending ? -difference : difference;
  }
  return compareKeys(left.id, right.id);
}

export function compareKeys(left: Key, right: Key): number {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}
