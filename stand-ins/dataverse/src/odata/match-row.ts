import { columnValue } from '../store/column-value.js';
import { isReference, type Row, type Value } from '../store/row.js';
import type { Filter } from './filter.js';
import type { Literal } from './literal.js';

/** Whether a row passes a filter. */
export function matches(filter: Filter, row: Row): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, row) && matches(filter.right, row);
    case 'equal':
      return equals(columnValue(row, filter.column), filter.literal);
  }
}

/** Strings are compared without regard to case: webapi/query/filter-rows. */
export function equals(value: Value, literal: Literal): boolean {
  if (literal.kind === 'null') return value === null;
  if (value === null) return false;
  if (isReference(value)) return literal.kind === 'guid' && value.id === literal.value;
  if (literal.kind === 'date' || literal.kind === 'datetime')
    return Date.parse(String(value)) === Date.parse(literal.value);
  if (typeof value === 'string') return value.toLowerCase() === String(literal.value).toLowerCase();
  return value === literal.value;
}
