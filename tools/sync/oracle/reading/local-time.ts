import { DateTime } from 'luxon';

/** How the sources write times that are not ISO 8601, told apart by how they begin. */
const FORMATS = [
  { like: /^\d+\/\d+\/\d+ .*M$/, format: 'MM/dd/yyyy hh:mm:ss a' },
  { like: /^\d+\/\d+\/\d+ /, format: 'M/d/yyyy H:mm' },
  { like: /^\d{4}-\d\d-\d\d /, format: 'yyyy-MM-dd HH:mm:ss.S' },
] as const;

/** A time on the clocks of a zone; null where there is none. */
export function localTime(text: string | null, zone: string): DateTime | null {
  if (text === null) return null;
  const format = FORMATS.find(({ like }) => like.test(text))?.format;
  const time = format ? DateTime.fromFormat(text, format, { zone }) : DateTime.fromISO(text, { zone });
  return time.isValid ? time : null;
}

/** As Dataverse tells it: in UTC, to the second. */
export const inUtc = (time: DateTime | null): string | null =>
  time && `${new Date(time.toMillis()).toISOString().slice(0, 19)}Z`;

/** As it stands on the clock. */
export const onTheClock = (time: DateTime | null, format: string): string | null =>
  time?.toFormat(format) ?? null;
