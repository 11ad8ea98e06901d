import type { Bench, BenchOptions, BenchResult } from '../bench.js';
import { Worker } from '../worker.js';
import { inWords } from './words.js';
import type { StreamOrder, StreamResult } from './writer.child.js';

/** Where is looked: early, when all is warm, and at the end. */
const sharesLookedAt = [0.1, 0.25, 0.5, 0.75, 1];

/** Whether memory stays flat while rows stream through: the far side is a process of its own that takes all at once. */
export const dataverseMemory: Bench = {
  whole: { rounds: 3, rows: 1_000_000 },
  quick: { rounds: 1, rows: 100_000 },
  run: async ({ rounds, rows, signal, onStep }: BenchOptions): Promise<BenchResult> => {
    const streams: StreamResult[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      streams.push(await stream(rows, signal));
      onStep?.(round, rounds, `round ${round}/${rounds}`);
    }
    return { figures: { streams }, words: inWords(rows, streams) };
  },
};

/** Both sides are new in each round, so no round inherits the memory of another. */
async function stream(rows: number, signal: AbortSignal): Promise<StreamResult> {
  const started: Worker[] = [];
  try {
    const sink = await Worker.start<string>('The far side', programOf('sink'), {}, signal);
    started.push(sink.worker);
    const writer = await Worker.start('The writer', programOf('writer'), { url: sink.ready }, signal);
    started.push(writer.worker);
    const order: StreamOrder = { rows, looks: sharesLookedAt.map((share) => Math.ceil(rows * share)) };
    const result = await writer.worker.ask<StreamResult>(order);
    const received = await sink.worker.ask<number>({});
    if (received !== rows || result.upserted !== rows)
      throw new Error(`Of ${rows} rows ${result.upserted} were upserted, and ${received} received.`);
    return result;
  } finally {
    for (const worker of started.reverse()) await worker.end();
  }
}

const programOf = (name: string): URL => new URL(`./${name}.child.js`, import.meta.url);
