import { DataverseError, wrongLiteral } from '../errors.js';
import type { Value } from '../store/row.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$/i;
/** SQL Server's datetime begins here. */
const EARLIEST = '1753-01-01';

/** A day without a time: Edm.Date. */
export function checkDate(value: unknown): Value {
  if (typeof value !== 'string' || !DATE.test(value) || !isRealDay(value)) throw wrongLiteral(value, 'Date');
  return notTooEarly(value);
}

/** A point in time with its offset: Edm.DateTimeOffset. Kept in UTC and to the second. */
export function checkDatetime(value: unknown): Value {
  if (typeof value !== 'string' || !DATETIME.test(value) || !isRealDay(value.slice(0, 10)))
    throw wrongLiteral(value, 'DateTimeOffset');
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw wrongLiteral(value, 'DateTimeOffset');
  return notTooEarly(toDatetime(time));
}

/** As the Web API writes a point in time; from milliseconds since 1970. */
export const toDatetime = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Date.parse takes 30 February for 2 March. */
function isRealDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function notTooEarly(value: string): string {
  if (value >= EARLIEST) return value;
  throw new DataverseError(
    400,
    '0x80040239',
    `DateTime is less than minumum value supported by CrmDateTime. Actual value: ${value}, Minimum value supported: 01/01/1753 00:00:00`,
  );
}
