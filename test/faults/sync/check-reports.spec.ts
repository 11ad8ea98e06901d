import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import { checkReports } from './check-reports.js';
import type { ExpectedRun } from './expected.js';

const none = { rows: 0, keys: [] as string[] };
const counts = {
  inserted: 2,
  updated: 0,
  unchanged: 0,
  reactivated: 0,
  deactivated: 0,
  deferred: 0,
  held: 0,
};
const expected: ExpectedRun = {
  integration: 'cases',
  source: { ...counts, read: 3, accepted: 2, rejected: { R1: 1 } },
  stages: [
    { action: 'write', step: 'cases', planned: 2, done: 1, reactivated: 0, refused: { 'row-not-found': 1 } },
  ],
  quarantined: { 'cases: row-not-found': 1 },
  inDataverse: { cases: 1 },
};
const compared = {
  step: 'cases',
  outcome: 'compared' as const,
  held: 1,
  missing: none,
  differing: none,
  wrongState: none,
  extra: none,
};
const report = {
  state: 'done',
  integration: 'cases',
  deliveries: [{}],
  pending: 0,
  source: { ...counts, read: 3, accepted: 2, rejected: { R1: 1 } },
  stages: [
    {
      action: 'write',
      step: 'cases',
      planned: 2,
      done: { written: 1 },
      reactivated: 0,
      refused: { 'row-not-found': 1 },
    },
  ],
  quarantined: [{ step: 'cases', code: 'row-not-found', rows: 1 }],
  reconciliation: [compared],
} as unknown as RunReport;

const found = (changes: Partial<RunReport>) =>
  checkReports([{ ...report, ...changes }], [expected]).map(({ what }) => what);

describe('the check of reports', () => {
  it('finds nothing where all is told as it was', () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Partial<RunReport>, RegExp]>([
    ['a run that has not ended', { state: 'running' }, /state is running/],
    ['a row that is pending', { pending: 1 }, /pending is 1/],
    [
      'a row that was counted twice',
      { stages: report.stages.map((stage) => ({ ...stage, done: { written: 2 } })) },
      /done is 2/,
    ],
    [
      'a refusal that nobody expects',
      { stages: report.stages.map((stage) => ({ ...stage, refused: { 'invalid-row': 1 } })) },
      /invalid-row is 1/,
    ],
    ['a stage that is not told', { stages: [] }, /write cases: planned is not told/],
    ['another quarantine', { quarantined: [] }, /in quarantine: cases: row-not-found is not told/],
    [
      'another count of the source',
      { source: { ...report.source, rejected: {} } },
      /rejected: R1 is not told/,
    ],
    [
      'what the reconciliation found',
      { reconciliation: [{ ...compared, missing: { rows: 1, keys: ['K-1'] } }] },
      /cases missing is 1/,
    ],
    [
      'a reconciliation that was given up',
      {
        reconciliation: [
          { step: 'cases', outcome: 'not-compared', failure: { code: 'circuit-open', says: 'Away.' } },
        ],
      },
      /not compared and not 1/,
    ],
  ])('finds %s', (_, changes, finding) => {
    expect(found(changes)).toEqual(expect.arrayContaining([expect.stringMatching(finding)]));
  });

  it('finds a run too many, and one that is missing', () => {
    expect(checkReports([report, report], [expected])).toHaveLength(1);
    expect(checkReports([], [expected])).toHaveLength(1);
  });
});
