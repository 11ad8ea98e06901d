import type { Column } from '../schema/column.js';
import { isReference, type Value } from '../store/row.js';
import type { Literal } from './literal.js';

/** What can be compared with what. */
export type Comparable = 'text' | 'number' | 'boolean' | 'moment' | 'guid';

/** A value made ready for `===` and `<`. */
export type Key = string | number | boolean | null;

const OF_COLUMN: Record<Column['type'], Comparable> = {
  string: 'text',
  memo: 'text',
  choice: 'number',
  integer: 'number',
  bigint: 'number',
  double: 'number',
  decimal: 'number',
  boolean: 'boolean',
  date: 'moment',
  datetime: 'moment',
  uniqueidentifier: 'guid',
  lookup: 'guid',
  file: 'guid',
  image: 'text',
};

const OF_LITERAL: Record<Exclude<Literal['kind'], 'null'>, Comparable> = {
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  guid: 'guid',
  date: 'moment',
  datetime: 'moment',
};

export const comparableOf = ({ type }: Column): Comparable => OF_COLUMN[type];

export const comparableOfLiteral = ({ kind }: Exclude<Literal, { kind: 'null' }>): Comparable =>
  OF_LITERAL[kind];

/**
 * Texts are compared without regard to case (webapi/query/filter-rows), and a day as the moment at which it begins in UTC, so that it
 * can stand against a point in time.
 */
export function toKey(comparable: Comparable, value: Value): Key {
  if (value === null) return null;
  switch (comparable) {
    case 'text':
      return fold(String(value));
    case 'moment':
      return Date.parse(String(value));
    case 'guid':
      return isReference(value) ? value.id : String(value);
    default:
      return isReference(value) ? value.id : value;
  }
}

export const fold = (text: string): string => text.toLowerCase();

const EDM: Record<Column['type'], string> = {
  string: 'Edm.String',
  memo: 'Edm.String',
  choice: 'Edm.Int32',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  double: 'Edm.Double',
  decimal: 'Edm.Decimal',
  boolean: 'Edm.Boolean',
  date: 'Edm.Date',
  datetime: 'Edm.DateTimeOffset',
  uniqueidentifier: 'Edm.Guid',
  lookup: 'Edm.Guid',
  file: 'Edm.Guid',
  image: 'Edm.Binary',
};

/** The type as messages name it. */
export const edmType = ({ type }: Column): string => EDM[type];

export function edmTypeOfLiteral(literal: Exclude<Literal, { kind: 'null' }>): string {
  switch (literal.kind) {
    case 'string':
      return 'Edm.String';
    case 'boolean':
      return 'Edm.Boolean';
    case 'guid':
      return 'Edm.Guid';
    case 'date':
      return 'Edm.Date';
    case 'datetime':
      return 'Edm.DateTimeOffset';
    case 'number':
      return literal.whole ? 'Edm.Int32' : 'Edm.Double';
  }
}
