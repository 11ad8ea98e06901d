import { describe, expect, it } from 'vitest';
import { sampleReport } from '../../../apps/batch-sync/src/report/testing/sample-report.js';
import { runInWords } from './run-in-words.js';

describe('a run in words', () => {
  it('tells its deliveries by the numbers that other commands know, and why one was refused', () => {
    const lines = runInWords(sampleReport()).split('\n');
    expect(lines).toContain('deliveries 4 (lamps_1.csv), 5 (lamps_2.csv)');
    expect(lines).toContain('refused    lamps_2.csv: lamps_2.csv ends in the middle. (delivery-truncated)');
  });

  it('tells that it had none', () => {
    expect(runInWords(sampleReport({ deliveries: [] }))).toContain('\ndeliveries –\n');
  });
});
