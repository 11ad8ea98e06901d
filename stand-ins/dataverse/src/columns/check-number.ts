import { choiceOutOfRange, integerOutOfRange, numberOutOfRange, wrongLiteral } from '../errors.js';
import type { ChoiceColumn, NumberColumn } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Value } from '../store/row.js';

const LARGEST_INT32 = 2_147_483_647;
const EDM = { integer: 'Int32', bigint: 'Int64', double: 'Double', decimal: 'Decimal' } as const;

/**
 * Places behind the point that a column does not have are rounded away: in webapi/create-entity-web-api a latitude of 47.639583 comes
 * back as 47.63958.
 */
export function checkNumber(table: Table, column: NumberColumn, value: unknown): Value {
  const { name, type, min = -Infinity, max = Infinity } = column;
  const whole = type === 'integer' || type === 'bigint';
  if (typeof value !== 'number' || (whole && !Number.isInteger(value))) throw wrongLiteral(value, EDM[type]);
  if (type === 'integer' && !isInt32(value)) throw wrongLiteral(value, EDM[type]);
  if (value < min || value > max)
    throw type === 'integer' ? integerOutOfRange() : numberOutOfRange(table, name);
  return column.precision === undefined || whole ? value : Number(value.toFixed(column.precision));
}

export function checkChoice(table: Table, { name, values }: ChoiceColumn, value: unknown): Value {
  if (typeof value !== 'number' || !Number.isInteger(value) || !isInt32(value))
    throw wrongLiteral(value, 'Int32');
  const accepted = values.map((option) => option.value);
  if (!accepted.includes(value)) throw choiceOutOfRange(table, name, value, accepted);
  return value;
}

const isInt32 = (value: number) => Math.abs(value) <= LARGEST_INT32;
