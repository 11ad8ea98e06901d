import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import { findingsOf, mendedFindings, sameFindings, type Seen } from './checker.js';
import { planCases } from './plan.js';

const cases = planCases({ rows: 10, bad: 2, seed: 1 });
const good = cases.filter(({ poison }) => !poison);
const bad = cases.filter(({ poison }) => poison);

const reported = (done: number, refused: number, more: object = {}) =>
  ({
    state: 'done',
    pending: 0,
    stages: [{ action: 'write', done: { written: done }, refused: { any: refused } }],
    ...more,
  }) as unknown as RunReport;

const incidentsOf = (some: typeof cases) =>
  some.map(({ good: { number, title } }) => ({
    cw_key: createHash('sha256').update(`cases\u001f${number}`).digest('hex'),
    title,
  }));

const right: Seen = {
  report: reported(8, 2),
  quarantined: bad.map(({ good: { number }, poison }) => ({
    ...{ step: 'cases', key: number, when: new Date(0), run: '1' },
    ...{ code: poison?.code ?? '', says: `Dataverse says: ${poison?.words ?? ''}` },
  })),
  incidents: incidentsOf(good),
};

describe('the checker of bad rows in the sync', () => {
  it('finds nothing where all is right', () => {
    expect(findingsOf(cases, right)).toEqual([]);
    expect(sameFindings({ ...right, report: reported(0, 0) })).toEqual([]);
    const mended = { report: reported(2, 0), quarantined: [], incidents: incidentsOf(cases) };
    expect(mendedFindings(cases, mended)).toEqual([]);
  });

  it.each<[string, Partial<Seen>, RegExp]>([
    ['a bad row that is not set aside', { quarantined: right.quarantined.slice(1) }, /is not in quarantine/],
    [
      'one that is set aside for another reason',
      { quarantined: right.quarantined.map((row) => ({ ...row, says: 'Something else.' })) },
      /Something else/,
    ],
    [
      'a good one that is set aside',
      { quarantined: right.quarantined.flatMap((row) => [row, { ...row, key: 'C-good' }]) },
      /nothing is wrong with it/,
    ],
    ['a good one that is missing', { incidents: right.incidents.slice(1) }, /is not there/],
    ['a bad one that is there', { incidents: incidentsOf(cases) }, /10 cases are there/],
    ['a run that failed', { report: reported(8, 2, { state: 'failed' }) }, /the run is failed/],
    ['rows that wait', { report: reported(8, 2, { pending: 3 }) }, /3 rows are pending/],
    ['rows that were written needlessly', { report: reported(9, 2) }, /9 rows are written, and not 8/],
  ])('finds %s', (_, wrong, finding) => {
    expect(findingsOf(cases, { ...right, ...wrong }).join('\n')).toMatch(finding);
  });

  it('finds what is tried again as it is, and what stays in quarantine though it is mended', () => {
    expect(sameFindings({ ...right, report: reported(0, 2) })).not.toEqual([]);
    expect(mendedFindings(cases, right).join('\n')).toContain('is still in quarantine');
  });
});
