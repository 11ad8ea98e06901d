const DAY_MS = 24 * 60 * 60 * 1_000;

/** A time of the day, in UTC. */
export interface TimeOfDay {
  hour: number;
  minute: number;
}

/** Reads `HH:MM`; undefined when it is none. */
export function timeOfDay(text: string): TimeOfDay | undefined {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined ? undefined : { hour: Number(hour), minute: Number(minute) };
}

/** When it is that time next. */
export function nextMoment({ hour, minute }: TimeOfDay, now: Date): Date {
  const today = new Date(now).setUTCHours(hour, minute, 0, 0);
  return new Date(today > now.getTime() ? today : today + DAY_MS);
}
