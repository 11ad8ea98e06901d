import { ValidateBy } from 'class-validator';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
/** Dataverse stores nothing before this: https://learn.microsoft.com/power-apps/maker/data-platform/behavior-format-date-time-field */
const EARLIEST = Date.UTC(1753, 0, 1);
/** Milliseconds by which a sender's clock may run ahead of ours. */
const AHEAD = 24 * 60 * 60 * 1000;

/** A moment in the past, in RFC 3339 with its offset from UTC. */
export const IsPastMoment = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPastMoment',
    validator: {
      validate: isPastMoment,
      defaultMessage: () => 'must be a past date and time with its offset, such as 2026-03-01T14:30:00+01:00',
    },
  });

function isPastMoment(value: unknown): boolean {
  if (typeof value !== 'string' || !RFC_3339.test(value)) return false;
  const moment = Date.parse(value);
  return moment >= EARLIEST && moment <= Date.now() + AHEAD && isOnCalendar(value);
}

/** Date.parse takes 30 February for 2 March. */
function isOnCalendar(value: string): boolean {
  const [year, month, day] = value.slice(0, 10).split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
