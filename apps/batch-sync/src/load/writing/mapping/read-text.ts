import type { ColumnType } from '../../../catalogue/column-types.js';

/** What the staging takes for a number, too. */
const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text of an accepted row is; undefined when it is none, or one that a double cannot tell from 0 or from infinity. */
export function numberIn(text: string): number | undefined {
  const value = numeral.test(text) ? Number(text) : NaN;
  const isLost = value === 0 && /[1-9]/.test(text.replace(/e.*/i, ''));
  return Number.isFinite(value) && !isLost ? value : undefined;
}

/** `true` or `false`, as booleans are kept. */
export function booleanIn(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** A day as it is kept, such as `2016-04-12`; there is no 30 February. */
export const dayIn = (text: string): string | undefined =>
  momentIn(`${text}T00:00:00.000Z`) === undefined ? undefined : text;

/** A moment as it is kept, in UTC and to the millisecond: `2016-04-12T07:54:00.000Z`. */
export function momentIn(text: string): Date | undefined {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text ? moment : undefined;
}

/** Reads the texts of each type. What a type cannot read is undefined: it means nothing. */
export const readings: Readonly<Record<ColumnType, (text: string) => unknown>> = {
  text: (text) => text,
  number: numberIn,
  boolean: booleanIn,
  date: dayIn,
  datetime: momentIn,
};
