import { parseCronItem } from 'graphile-worker';

const MINUTE_MS = 60_000;

/**
 * The last minute that the schedule names, later than `after` and not later than `now`; undefined when there was none.
 *
 * @param schedule in the words of cron, and in UTC
 */
export function lastDue(schedule: string, after: Date, now: Date): Date | undefined {
  const { match } = parseCronItem({ task: 'sync', match: schedule });
  for (let minute = startOfMinute(now); minute > after.getTime(); minute -= MINUTE_MS) {
    const moment = new Date(minute);
    if (match(digestOf(moment))) return moment;
  }
  return undefined;
}

const startOfMinute = (moment: Date): number => Math.floor(moment.getTime() / MINUTE_MS) * MINUTE_MS;

const digestOf = (moment: Date) => ({
  min: moment.getUTCMinutes(),
  hour: moment.getUTCHours(),
  date: moment.getUTCDate(),
  month: moment.getUTCMonth() + 1,
  dow: moment.getUTCDay(),
});
