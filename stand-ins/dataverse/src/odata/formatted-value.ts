import { DateTime } from 'luxon';
import type { Column } from '../schema/column.js';
import { isReference, type Value } from '../store/row.js';
import type { Data } from './data.js';
import { displayName } from './display-name.js';

/**
 * A value as people see it, for a user of English (United States) in UTC; nothing where there is no other way to show it:
 * webapi/query/select-columns, "Formatted values".
 */
export function formattedValue(data: Data, column: Column, value: Value): string | undefined {
  if (value === null) return undefined;
  if (isReference(value)) return displayName(data, value) ?? undefined;
  switch (column.type) {
    case 'choice':
      return column.values.find((option) => option.value === value)?.label;
    case 'boolean':
      return (column.words ?? { true: 'Yes', false: 'No' })[value === true ? 'true' : 'false'];
    case 'date':
      return moment(value).toFormat('M/d/yyyy');
    case 'datetime':
      return moment(value).toFormat(column.format === 'DateOnly' ? 'M/d/yyyy' : 'M/d/yyyy h:mm a');
    case 'integer':
    case 'bigint':
      return formattedNumber(Number(value), 0);
    case 'double':
    case 'decimal':
      return formattedNumber(Number(value), 2);
    default:
      return undefined;
  }
}

export const formattedNumber = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: Math.max(decimals, 5),
  });

const moment = (value: Value) => DateTime.fromISO(String(value), { zone: 'utc', locale: 'en-US' });
