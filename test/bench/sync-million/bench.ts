import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '#lib/database';
import type { Bench, BenchOptions } from '../bench.js';
import { changedShare } from '../sync/volumes.js';
import { Worker } from '../worker.js';
import { writeDelivery } from './delivery-file.js';
import type { SyncRound } from './sync-round.js';
import type { SyncOrder, SyncResult } from './syncer.child.js';
import { goalsOf, inWords } from './words.js';

/** How fast rows pass through the sync where no limit holds them back, and how much memory it needs. */
export const syncMillion: Bench = {
  whole: { rounds: 1, rows: 1_000_000 },
  quick: { rounds: 1, rows: 50_000 },
  run: async ({ rounds, rows, signal, onStep }: BenchOptions) => {
    const played: SyncRound[] = [];
    for (let round = 1; round <= rounds; round += 1)
      played.push(
        await playRound(rows, signal, (note) =>
          onStep?.(played.length * 2 + (note === 'all new' ? 1 : 2), rounds * 2, note),
        ),
      );
    const goals = goalsOf(played);
    return { figures: { rounds: played, goals }, words: inWords(rows, played, goals) };
  },
};

/** Everything is new in each round, so no round inherits the memory of another. */
async function playRound(
  rows: number,
  signal: AbortSignal,
  onDelivery: (note: string) => void,
): Promise<SyncRound> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-sync-million-'));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  const started: Worker[] = [];
  try {
    const sink = await Worker.start<string>('The far side', farSide, {}, signal);
    started.push(sink.worker);
    const settings = { url: sink.ready, database: postgres.url };
    const syncer = await Worker.start('The sync', syncerProgram, settings, signal, heapLimit);
    started.push(syncer.worker);
    const deliver = async (changed: number, note: string) => {
      const order: SyncOrder = { path: join(directory, `assets-${changed}.csv`) };
      await writeDelivery(order.path, rows, changed);
      const before = await sink.worker.ask<number>({});
      const result = await syncer.worker.ask<SyncResult>(order);
      const received = (await sink.worker.ask<number>({})) - before;
      const expected = changed === 0 ? rows : changed;
      if (received !== expected || result.written !== expected)
        throw new Error(`Of ${expected} rows ${result.written} were written, and ${received} received.`);
      onDelivery(note);
      return result;
    };
    const first = await deliver(0, 'all new');
    return { first, next: await deliver(Math.ceil(rows * changedShare), 'some changed') };
  } finally {
    for (const worker of started.reverse()) await worker.end();
    await postgres.stop();
    await rm(directory, { recursive: true });
  }
}

/** Node lets its heap grow to several times what it holds before it collects: the service is started with this, and so is it here. */
const heapLimit = ['--max-old-space-size=192'];

const farSide = new URL('../dataverse-memory/sink.child.js', import.meta.url);
const syncerProgram = new URL('./syncer.child.js', import.meta.url);
