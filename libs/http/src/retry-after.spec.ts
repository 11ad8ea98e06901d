import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const now = Date.UTC(2025, 0, 1, 12);
const told = (value: string) => retryAfterMs({ 'retry-after': value }, now);

describe('retryAfterMs', () => {
  it('reads seconds and HTTP dates', () => {
    expect(told('30')).toBe(30_000);
    expect(told(' 0 ')).toBe(0);
    expect(told('Wed, 01 Jan 2025 12:01:00 GMT')).toBe(60_000);
  });

  it('takes a date in the past as now', () => {
    expect(told('Wed, 01 Jan 2025 11:00:00 GMT')).toBe(0);
  });

  it.each(['901', '999999999', 'Wed, 01 Jan 2055 12:00:00 GMT'])(
    'believes no more than a quarter of an hour of "%s"',
    (value) => {
      expect(told(value)).toBe(900_000);
    },
  );

  it.each(['', 'soon', '-5', '1e9', '1,200.00', '2025-01-01', 'Xxx, nonsense'])('ignores "%s"', (value) => {
    expect(told(value)).toBeUndefined();
  });

  it('knows nothing without the header', () => {
    expect(retryAfterMs({}, now)).toBeUndefined();
  });
});
