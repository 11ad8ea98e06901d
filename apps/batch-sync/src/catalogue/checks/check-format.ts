import { DateTime, IANAZone } from 'luxon';

/** An afternoon, so that hours of twelve without a half of the day are found out; day, month and year cannot be taken for one another. */
const SAMPLE = { year: 2031, month: 11, day: 23, hour: 21, minute: 47 } as const;
const DATE_PARTS = ['year', 'month', 'day'] as const;

/** What a format of Luxon loses of a date or a time; undefined when it keeps what it must. */
export function formatMistake(format: string, type: 'date' | 'datetime'): string | undefined {
  const sample = DateTime.fromObject(SAMPLE, { zone: 'utc' });
  const read = DateTime.fromFormat(sample.toFormat(format), format, { zone: 'utc' });
  if (!read.isValid) return `${format} cannot be read back: ${read.invalidExplanation ?? read.invalidReason}`;
  const parts = type === 'date' ? DATE_PARTS : [...DATE_PARTS, 'hour' as const, 'minute' as const];
  const lost = parts.filter((part) => read[part] !== SAMPLE[part]);
  return lost.length > 0 ? `${format} does not say the ${lost.join(', ')}` : undefined;
}

/** The only zones that a source may name are those that every staging database knows. */
export const zoneMistake = (zone: string): string | undefined =>
  zone === 'UTC' || (zone.includes('/') && IANAZone.isValidZone(zone))
    ? undefined
    : `${zone} is no time zone, such as Europe/London`;
