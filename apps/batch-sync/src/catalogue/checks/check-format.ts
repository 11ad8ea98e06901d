import { DateTime, IANAZone } from 'luxon';
import { MomentFormatError, momentForms } from '../../staging/dialect/moment-form.js';

/** An afternoon, so that hours of twelve without a half of the day are found out; day, month and year cannot be taken for one another. */
const SAMPLE = { year: 2031, month: 11, day: 23, hour: 21, minute: 47 } as const;
const DATE_PARTS = ['year', 'month', 'day'] as const;

/** Why a format of Luxon does not do: what it loses of a date or a time, or what of it the staging does not read. */
export function formatMistake(format: string, type: 'date' | 'datetime'): string | undefined {
  const sample = DateTime.fromObject(SAMPLE, { zone: 'utc' });
  const read = DateTime.fromFormat(sample.toFormat(format), format, { zone: 'utc' });
  if (!read.isValid) return `${format} cannot be read back: ${read.invalidExplanation ?? read.invalidReason}`;
  const parts = type === 'date' ? DATE_PARTS : [...DATE_PARTS, 'hour' as const, 'minute' as const];
  const lost = parts.filter((part) => read[part] !== SAMPLE[part]);
  return lost.length > 0 ? `${format} does not say the ${lost.join(', ')}` : unread(format);
}

function unread(format: string): string | undefined {
  try {
    momentForms(format);
    return undefined;
  } catch (error) {
    if (error instanceof MomentFormatError) return error.message;
    throw error;
  }
}

/** The only zones that a source may name are those that every staging database knows. */
export const zoneMistake = (zone: string): string | undefined =>
  zone === 'UTC' || (zone.includes('/') && IANAZone.isValidZone(zone))
    ? undefined
    : `${zone} is no time zone, such as Europe/London`;
