import { describe, expect, it } from 'vitest';
import { takeAll } from './aggregate.js';

describe('what is aggregated', () => {
  const row = { id: '0', version: 1, values: {} };

  /** PAD/includes/cc-query-aggregation-limitations.md. */
  it('is 50,000 rows at most', () => {
    expect(takeAll(Array.from({ length: 50_000 }, () => row))).toHaveLength(50_000);
    expect(() => takeAll(Array.from({ length: 50_001 }, () => row))).toThrow(
      'AggregateQueryRecordLimit exceeded. Cannot perform this operation.',
    );
  });
});
