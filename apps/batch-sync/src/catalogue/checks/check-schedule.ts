import { parseCronItem } from 'graphile-worker';
import { type Finding } from './finding.js';

/** The words of cron, as the queue of jobs reads them. */
export function checkSchedule(schedule: string | undefined): Finding[] {
  if (schedule === undefined) return [];
  try {
    parseCronItem({ task: 'sync', match: schedule });
    return [];
  } catch {
    return [
      { path: ['schedule'], says: `${schedule} is no schedule in the words of cron, such as 30 1 * * *` },
    ];
  }
}
