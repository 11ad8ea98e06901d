import { describe, expect, it, vi } from 'vitest';
import { createLogger } from '#lib/telemetry';
import type { BatchSync } from '../batch-sync.js';
import type { RunReport } from '../run/run-report.js';
import type { RunProgress } from '../run/run.js';
import type { SyncRuns, WorkOptions } from '../run/sync-runs.js';
import { Workers } from './workers.js';

describe('the workers of the service', () => {
  it('say in the log that a run waits for one that no longer answers, once each time that it does', async () => {
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: 'spec', level: 'info', stream });
    const work = (run: string, { onProgress, signal }: WorkOptions) => {
      for (const leaseLeftMs of [undefined, 51_200, 50_200, undefined, 30_000])
        onProgress?.({ run, leaseLeftMs } as RunProgress);
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('over'))));
    };
    const unfinished = async () => [{ id: '7', state: 'running' }];
    const sync = { work, runs: { unfinished } as unknown as SyncRuns } as unknown as BatchSync;
    const workers = new Workers(sync, logger, { workers: 1 });
    workers.start();
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    await workers.close();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      {
        run: '7',
        atMostSeconds: 52,
        msg: 'waits for rows that a worker which no longer answers has in hand',
      },
      { run: '7', atMostSeconds: 30 },
    ]);
  });

  it('warn in the log of deliveries that were refused, though the run is done', async () => {
    const lines: string[] = [];
    const stream = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: 'spec', level: 'info', stream });
    const deliveries = [
      { delivery: '4', outcome: { kind: 'applied' } },
      { delivery: '5', outcome: { kind: 'refused', code: 'too-many-gone', says: '3 of 3 are gone.' } },
    ];
    const report = { id: '7', integration: 'gardens', state: 'done', deliveries } as unknown as RunReport;
    let runs = [{ id: '7', state: 'running' }];
    const work = async () => {
      runs = [];
      return report;
    };
    const sync = {
      work,
      runs: { unfinished: async () => runs } as unknown as SyncRuns,
    } as unknown as BatchSync;
    const workers = new Workers(sync, logger, { workers: 1 });
    workers.start();
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    await workers.close();
    const run = { run: '7', integration: 'gardens' };
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'warn', ...run, delivery: '5', code: 'too-many-gone', msg: 'a delivery was refused' },
      { level: 'info', ...run, state: 'done', msg: 'left a run' },
    ]);
  });
});
