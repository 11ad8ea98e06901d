import { describe, expect, it } from 'vitest';
import { lastDue } from './last-due.js';

const due = (schedule: string, after: string, now: string) =>
  lastDue(schedule, new Date(after), new Date(now))?.toISOString();

describe('the last minute that a schedule names', () => {
  it('is in UTC, whatever the clock on the wall says', () => {
    expect(due('30 4 * * *', '2026-11-29T12:00:00Z', '2026-11-30T04:30:00Z')).toBe(
      '2026-11-30T04:30:00.000Z',
    );
    expect(due('30 4 * * *', '2026-11-29T12:00:00Z', '2026-11-30T04:29:59Z')).toBeUndefined();
  });

  it('is found however long ago it was', () => {
    expect(due('0 4 1 * *', '2026-10-15T00:00:00Z', '2026-11-30T10:00:00Z')).toBe('2026-11-01T04:00:00.000Z');
    expect(due('0 3 * * 1', '2026-11-23T03:00:00Z', '2026-11-30T02:59:00Z')).toBeUndefined();
    expect(due('0 3 * * 1', '2026-11-23T03:00:00Z', '2026-12-02T10:00:00Z')).toBe('2026-11-30T03:00:00.000Z');
  });

  it('is the last of several', () => {
    expect(due('*/10 * * * *', '2026-11-30T00:00:00Z', '2026-11-30T10:47:12Z')).toBe(
      '2026-11-30T10:40:00.000Z',
    );
  });
});
