/** `2024-01-31T13:05:00Z`, with up to seven places behind the seconds, and with another zone or none. */
const ISO = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?$/;
/** `1/31/2024 13:05:00 PM`: the hours go to 23, so what stands behind them says nothing. */
const SINK = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) [AP]M$/;

/**
 * A point in time, in any form that the lake has for it: https://learn.microsoft.com/power-apps/maker/data-platform/export-data-lake-faq
 * To the millisecond; UTC where no zone is named.
 *
 * @returns null for a moment of the year 1, which stands for none: Dataverse knows nothing before 1753; undefined for what is no moment
 */
export function readMoment(text: string): Date | null | undefined {
  const iso = isoOf(text);
  const moment = new Date(iso ?? Number.NaN);
  if (iso === undefined || Number.isNaN(moment.getTime())) return undefined;
  return iso.startsWith('0001-') ? null : moment;
}

function isoOf(text: string): string | undefined {
  const [, seconds, fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  if (seconds !== undefined) return `${seconds}${fraction.slice(0, 4)}${zone}`;
  const [, month, day, year, ...clock] = SINK.exec(text) ?? [];
  if (year === undefined) return undefined;
  return `${year}-${twoDigits(month)}-${twoDigits(day)}T${clock.map(twoDigits).join(':')}Z`;
}

const twoDigits = (text = ''): string => text.padStart(2, '0');
