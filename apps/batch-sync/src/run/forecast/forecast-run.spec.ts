import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../../../../test/support/postgres.js';
import { gardens, rowsOfSize, SyncGround } from '../testing/sync-ground.js';

const register = gardens('gardens', { guards: { deactivated: 0.5 } });
const complaints = gardens('complaints', {
  delivers: 'news',
  target: {
    table: 'incident',
    columns: {},
    closedWhen: { sql: `size = 'closed'`, status: 'Problem Solved', subject: 'Done' },
  },
});

describe('the forecast of a run', () => {
  let ground: SyncGround;
  beforeAll(async () => {
    ground = await SyncGround.open(await createTestDatabase(), register, complaints);
  });
  afterEach(() => ground.settle());
  afterAll(() => ground.close());

  it('says what the run then does, and does nothing of it', async () => {
    await ground.sync(register, { A: '1', B: '1', C: '1' });
    ground.dataverse.requests.length = 0;
    const before = await ground.rowsOf('select * from accepted_gardens order by key');
    const deliveries = [
      await ground.land(register, { A: '2', B: '1' }),
      await ground.land(register, { A: '2', B: '1', D: '1', E: '1' }),
    ];
    const forecast = await ground.runs.forecast('gardens', deliveries);
    expect(forecast).toMatchObject({
      integration: 'gardens',
      deliveries: [
        {
          delivery: deliveries[0],
          name: 'a delivery',
          updated: 1,
          deactivated: 1,
          outcome: { kind: 'applied' },
        },
        { delivery: deliveries[1], inserted: 2 },
      ],
      stages: [
        { action: 'write', step: 'gardens', rows: 3, requests: 1, executionMs: 60 + 3 * 12 },
        { action: 'deactivate', step: 'gardens', rows: 1, requests: 1, executionMs: 60 + 40 },
      ],
      rows: 4,
      operations: 4,
      requests: 2,
      executionMs: 196,
    });
    expect(ground.dataverse.requests).toEqual([]);
    expect(await ground.rowsOf('select * from accepted_gardens order by key')).toEqual(before);
    const run = await ground.runs.start('gardens', deliveries);
    const report = await ground.runs.work(run.id);
    expect(report.stages.map(({ planned }) => planned)).toEqual(forecast.stages.map(({ rows }) => rows));
  });

  it('knows what will be closed once it is written', async () => {
    const delivery = await ground.land(complaints, { ...rowsOfSize(100, 'closed'), open: 'new' });
    const forecast = await ground.runs.forecast('complaints', [delivery]);
    expect(forecast.stages).toMatchObject([
      { action: 'write', rows: 101, requests: 1 },
      { action: 'close', rows: 100, requests: 3 },
      { action: 'deactivate', rows: 0, requests: 0, executionMs: 0 },
    ]);
    expect(forecast.executionMs).toBe(60 + 101 * 12 + 3 * 60 + 100 * 40);
    expect(forecast).toMatchObject({ facet: 'concurrency', atLeastMs: forecast.executionMs / 52 });
    await ground.staging.discard(complaints, delivery);
    await expect(ground.runs.start('complaints', [delivery])).rejects.toMatchObject({
      code: 'delivery-not-complete',
    });
  });

  it('says in words why a delivery would be refused, unless somebody approves of it', async () => {
    await ground.sync(register, { A: '3', B: '3', C: '3' });
    const delivery = await ground.land(register, { A: '3' });
    expect(await ground.runs.forecast('gardens', [delivery])).toMatchObject({
      deliveries: [{ outcome: { kind: 'refused', code: 'too-many-gone' } }],
      rows: 0,
      atLeastMs: 0,
    });
    expect(await ground.runs.forecast('gardens', [delivery], { goneApproved: true })).toMatchObject({
      rows: 2,
    });
  });

  it('has no delivery that is not there', async () => {
    await expect(ground.runs.forecast('gardens', ['4711'])).rejects.toMatchObject({
      code: 'delivery-not-complete',
    });
  });
});
