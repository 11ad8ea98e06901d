import type { RunReport } from '../../run/run-report.js';

const nothing = { rows: 0, keys: [] };

/** A run with something of everything. */
export const sampleReport = (more: Partial<RunReport> = {}): RunReport => ({
  id: '17',
  integration: 'street-lamps',
  state: 'done',
  options: { until: new Date('2026-11-30T06:00:00Z') },
  started: new Date('2026-11-30T03:15:00Z'),
  ended: new Date('2026-11-30T03:27:30Z'),
  failure: undefined,
  deliveries: [
    {
      ...{ delivery: '4', name: 'lamps_1.csv', read: 1_200, rejected: { R3: 12, R4: 1 }, accepted: 1_187 },
      ...{
        inserted: 1_000,
        updated: 100,
        unchanged: 87,
        reactivated: 5,
        deactivated: 7,
        deferred: 0,
        held: 2,
      },
      ...{ activeAfter: 1_180, outcome: { kind: 'applied' }, entities: {}, tookMs: { transform: 120 } },
    },
    {
      ...{ delivery: '5', name: 'lamps_2.csv', read: 0, rejected: {}, accepted: 0 },
      ...{ inserted: 0, updated: 0, unchanged: 0, reactivated: 0, deactivated: 0, deferred: 0, held: 0 },
      ...{ activeAfter: 1_180, entities: {}, tookMs: {} },
      outcome: { kind: 'refused', code: 'delivery-truncated', says: 'lamps_2.csv ends in the middle.' },
    },
  ],
  source: {
    ...{ read: 1_200, rejected: { R3: 12, R4: 1 }, accepted: 1_187, inserted: 1_000, updated: 100 },
    ...{ unchanged: 87, reactivated: 5, deactivated: 7, deferred: 0, held: 2 },
  },
  stages: [
    {
      ...{ action: 'write', step: 'street-lamps', planned: 1_100, done: { written: 1_097 }, reactivated: 5 },
      refused: { 'choice-unknown': 3 },
    },
    { action: 'deactivate', step: 'street-lamps', planned: undefined, done: {}, reactivated: 0, refused: {} },
  ],
  quarantined: [{ step: 'street-lamps', code: 'choice-unknown', rows: 3 }],
  pending: 7,
  spent: {
    ...{ requests: 14, operations: 1_104, executionMs: 61_000, throttled: 0 },
    waitedMs: { executionTime: 2_500 },
  },
  tookMs: { transform: 120, write: 61_500 },
  ceiling: { rowsPerSecond: 320.5, reachedRowsPerSecond: 298.25, facet: 'executionTime' },
  reconciliation: [
    {
      ...{ step: 'street-lamps', outcome: 'compared', held: 1_180, missing: { rows: 1, keys: ['L-9'] } },
      ...{ differing: nothing, wrongState: nothing, extra: nothing },
    },
    {
      ...{ step: 'street-lamps/owners', outcome: 'not-compared' },
      failure: { code: 'throttled', says: 'Dataverse could not be read.' },
    },
  ],
  ...more,
});
