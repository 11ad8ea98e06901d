import { wrongLiteral } from '../errors.js';
import type { Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';
import { checkBase64 } from './check-base64.js';
import { checkDate, checkDatetime } from './check-date.js';
import { checkChoice, checkNumber } from './check-number.js';
import { checkText } from './check-text.js';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Turns a property of a payload into what the column holds. Throws the DataverseError of its type. Lookups are bound elsewhere. */
export function checkValue(table: Table, column: Exclude<Column, { type: 'lookup' }>, value: unknown): Value {
  if (value === null) return null;
  switch (column.type) {
    case 'string':
    case 'memo':
      return checkText(table, column, value);
    case 'choice':
      return checkChoice(table, column, value);
    case 'integer':
    case 'bigint':
    case 'double':
    case 'decimal':
      return checkNumber(table, column, value);
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongLiteral(value, 'Boolean');
      return value;
    case 'date':
      return checkDate(value);
    case 'datetime':
      return checkDatetime(value);
    case 'uniqueidentifier':
    case 'file':
      return checkGuid(value);
    case 'image':
      return checkBase64(value);
  }
}

export function checkGuid(value: unknown): string {
  if (typeof value !== 'string' || !GUID.test(value)) throw wrongLiteral(value, 'Guid');
  return value.toLowerCase();
}
