import { describe, expect, it } from 'vitest';
import type { RowResult } from '#lib/dataverse';
import { stampResult } from './stamp-result.js';

const row = { key: 'A', cwKey: 'key of A', id: 'D0', etag: 'W/"1"' };
const error = Object.assign(new Error('No.'), { code: 'circuit-open' });

describe('a row that was to get its key', () => {
  it.each<[RowResult, object]>([
    [{ outcome: 'updated' }, { outcome: 'stamped' }],
    [{ outcome: 'unchanged' }, { outcome: 'stamped' }],
    [{ outcome: 'other-version' }, { outcome: 'changed' }],
    [{ outcome: 'not-there' }, { outcome: 'changed' }],
    [
      { outcome: 'not-written', error },
      { outcome: 'open', code: 'circuit-open' },
    ],
    [
      { outcome: 'unknown', error, tried: [] },
      { outcome: 'open', code: 'circuit-open' },
    ],
  ])('ends as %j by what the update says', (result, expected) => {
    expect(stampResult(row, result)).toEqual({ row, ...expected });
  });

  it('cannot have been made', () => {
    expect(() => stampResult(row, { outcome: 'created' })).toThrow('cannot end as created');
  });
});
