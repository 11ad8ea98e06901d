import { InvalidArgumentError } from 'commander';
import { nextMoment, timeOfDay } from '../../apps/batch-sync/src/schedule/next-moment.js';

/** A whole number of at least one. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

/** The next moment at which it is that time, in UTC. */
export function nextTime(text: string): Date {
  const time = timeOfDay(text);
  if (!time) throw new InvalidArgumentError('It must be a time in UTC such as 06:00.');
  return nextMoment(time, new Date());
}
