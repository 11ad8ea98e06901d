import { DateTime, type DurationLikeObject } from 'luxon';
import { wrongParameter, unsupportedQuery, wrongLiteralInQuery } from '../../errors.js';
import type { Property } from '../bind-path.js';
import { comparableOf, type Key } from '../comparable.js';
import type { Argument } from './expression.js';

type Passes = (key: Key) => boolean;
type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** From a moment on, and before another; both in milliseconds since 1970. */
const within =
  (from: DateTime, to: DateTime): Passes =>
  (key) =>
    typeof key === 'number' && from.toMillis() <= key && key < to.toMillis();

/**
 * The date functions of webapi/query/filter-rows, but for fiscal years. Days are those of UTC, weeks begin on Sunday.
 * Nothing for a name that is none of them.
 */
export function dateFunction(
  name: string,
  { column }: Property,
  now: number,
  value: Argument | undefined,
): Passes | undefined {
  const passes =
    fixedWindow(name, DateTime.fromMillis(now, { zone: 'utc' })) ??
    movingWindow(name, DateTime.fromMillis(now, { zone: 'utc' }), value) ??
    aroundDay(name, value);
  if (passes && comparableOf(column) !== 'moment')
    throw unsupportedQuery(`${name} is for columns of dates, and '${column.name}' is none`);
  return passes;
}

/** `Today`, `Last7Days`, `ThisMonth` and the like. */
function fixedWindow(name: string, now: DateTime): Passes | undefined {
  const today = now.startOf('day');
  switch (name) {
    case 'Today':
      return within(today, today.plus({ days: 1 }));
    case 'Yesterday':
      return within(today.minus({ days: 1 }), today);
    case 'Tomorrow':
      return within(today.plus({ days: 1 }), today.plus({ days: 2 }));
    case 'Last7Days':
      return within(today.minus({ days: 7 }), now);
    case 'Next7Days':
      return within(now, today.plus({ days: 8 }));
  }
  const [, which = '', unit = ''] = /^(Last|This|Next)(Week|Month|Year)$/.exec(name) ?? [];
  if (unit === '') return undefined;
  const span = unit.toLowerCase() as Unit;
  const start = startOf(now, span).plus(times({ Last: -1, This: 0, Next: 1 }[which] ?? 0, span));
  return within(start, start.plus(times(1, span)));
}

/** `LastXDays`, `NextXMonths`, `OlderThanXHours` and the like. */
function movingWindow(name: string, now: DateTime, value: Argument | undefined): Passes | undefined {
  const [, which, unit = ''] =
    /^(Last|Next)X(Hours|Days|Weeks|Months|Years)$/.exec(name) ??
    /^(OlderThan)X(Minutes|Hours|Days|Weeks|Months|Years)$/.exec(name) ??
    [];
  if (!which) return undefined;
  const span = unit.slice(0, -1).toLowerCase() as Unit;
  const amount = times(wholeNumber(value), span);
  if (which === 'OlderThan') return (key) => typeof key === 'number' && key < now.minus(amount).toMillis();
  const isShort = span === 'hour';
  if (which === 'Last') return within(isShort ? now.minus(amount) : now.startOf('day').minus(amount), now);
  return within(now, isShort ? now.plus(amount) : now.startOf('day').plus(amount).plus({ days: 1 }));
}

/** `On`, `OnOrAfter` and `OnOrBefore` a day. */
function aroundDay(name: string, value: Argument | undefined): Passes | undefined {
  if (!/^On(?:OrAfter|OrBefore)?$/.test(name)) return undefined;
  const day = dayOf(value);
  const next = day.plus({ days: 1 }).toMillis();
  if (name === 'OnOrAfter') return (key) => typeof key === 'number' && day.toMillis() <= key;
  if (name === 'OnOrBefore') return (key) => typeof key === 'number' && key < next;
  return within(day, day.plus({ days: 1 }));
}

function dayOf(value: Argument | undefined): DateTime {
  if (value?.kind !== 'string' && value?.kind !== 'date' && value?.kind !== 'datetime')
    throw wrongParameter('PropertyValue');
  const day = DateTime.fromISO(value.value, { zone: 'utc' });
  if (!day.isValid) throw wrongLiteralInQuery(value.value, 'PropertyValue');
  return day.startOf('day');
}

function wholeNumber(value: Argument | undefined): number {
  if (value?.kind !== 'number' || !value.whole || value.value < 1) throw wrongParameter('PropertyValue');
  return value.value;
}

const startOf = (now: DateTime, unit: Unit): DateTime =>
  unit === 'week' ? now.startOf('day').minus({ days: now.weekday % 7 }) : now.startOf(unit);

const times = (count: number, unit: Unit): DurationLikeObject => ({ [unit]: count });
