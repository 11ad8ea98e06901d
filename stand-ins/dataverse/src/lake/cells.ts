import { isReference, type Value } from '../store/row.js';

/**
 * How values stand in the lake's CSV: texts and points in time in quotes, all else without, and nothing for no value. Written by hand,
 * for the format is one rule (a quote is doubled) and a writer of the registry would have to be told type by type what to quote.
 * https://learn.microsoft.com/power-apps/maker/data-platform/export-data-lake-faq
 */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export const textCell = (value: Value): string => (value === null ? '' : quoted(String(value)));

export const bareCell = (value: Value): string => (value === null ? '' : String(value));

export const flagCell = (value: Value): string => (value === null ? '' : value === true ? 'True' : 'False');

export const idCell = (value: Value): string => bareCell(isReference(value) ? value.id : value);

export const targetCell = (value: Value): string => (isReference(value) ? quoted(value.table) : '');

/** Seven places behind the seconds, and the zone. A day without a time begins at midnight. */
export const momentCell =
  (zone: 'Z' | '+00:00') =>
  (value: Value): string =>
    value === null ? '' : quoted(`${String(value).slice(0, 19).padEnd(19, 'T00:00:00')}.0000000${zone}`);

/** `M/d/yyyy H:mm:ss tt`: the hours go to 23, and AM or PM stands behind them all the same. */
export function sinkTime(time: number): string {
  const at = new Date(time);
  const [, clock = ''] = at.toISOString().split('T');
  const day = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
  return `${day} ${at.getUTCHours()}${clock.slice(2, 8)} ${at.getUTCHours() < 12 ? 'AM' : 'PM'}`;
}
