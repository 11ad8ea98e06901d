import { describe, expect, it } from 'vitest';
import { nextMoment, timeOfDay } from './next-moment.js';

describe('a time of the day', () => {
  it('is today or tomorrow, whichever comes first', () => {
    const next = (now: string) => nextMoment({ hour: 6, minute: 30 }, new Date(now)).toISOString();
    expect(next('2026-11-30T01:00:00Z')).toBe('2026-11-30T06:30:00.000Z');
    expect(next('2026-11-30T06:30:00Z')).toBe('2026-12-01T06:30:00.000Z');
    expect(next('2026-12-31T22:00:00Z')).toBe('2027-01-01T06:30:00.000Z');
  });

  it('is read as hours and minutes', () => {
    expect(timeOfDay('06:30')).toEqual({ hour: 6, minute: 30 });
    expect(['6:30', '24:00', '12:60', 'noon', '06:30Z', ''].map(timeOfDay)).toEqual(Array(6).fill(undefined));
  });
});
