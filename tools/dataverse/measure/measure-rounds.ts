import type { Cell, Sample } from './cells.js';
import { measureCell, NoBulkMessageError } from './measure-cell.js';
import type { Stopwatch } from './stopwatch.js';

/** What is measured, how often, and who hears how far it is. */
export interface Rounds {
  stopwatch: Stopwatch;
  cells: readonly Cell[];
  /** Those that count: one more goes before them, and is thrown away. */
  rounds: number;
  /** The mark of this run. */
  run: string;
  /** Takes the time of a connection, if one comes about. */
  connectTime(): Promise<number | undefined>;
  onCell(done: number): void;
  signal: AbortSignal;
}

/** Everything that the rounds have told. */
export interface Measured {
  samples: Sample[];
  whoAmIMs: number[];
  connectMs: number[];
  /** Tables that know no bulk message. */
  withoutBulk: Set<string>;
}

/**
 * Round after round takes each cell once, so that an environment which grows slower meanwhile is slower for all of them. The first
 * round wakes caches and connections. One call at a time; an abort waits for the one that is under way, so that none of its rows
 * comes after they were removed.
 */
export async function measureRounds(asked: Rounds): Promise<Measured> {
  const measured: Measured = { samples: [], whoAmIMs: [], connectMs: [], withoutBulk: new Set() };
  for (let round = 0; round <= asked.rounds; round += 1) {
    const into = round === 0 ? { ...measured, samples: [], whoAmIMs: [], connectMs: [] } : measured;
    for (const at of asked.cells.keys()) {
      asked.signal.throwIfAborted();
      await measureInto(into, asked, round, at);
      asked.onCell(round * asked.cells.length + at + 1);
    }
    await measureNetwork(into, asked);
  }
  return measured;
}

async function measureInto(into: Measured, { cells, stopwatch, run }: Rounds, round: number, at: number) {
  const cell = cells[at] as Cell;
  const { name } = cell.measured.table;
  if (cell.form === 'bulk' && into.withoutBulk.has(name)) return;
  try {
    into.samples.push(...(await measureCell(stopwatch, cell, { run, name: `${round}.${at}` })));
  } catch (error) {
    if (!(error instanceof NoBulkMessageError)) throw error;
    into.withoutBulk.add(name);
  }
}

async function measureNetwork(into: Measured, { stopwatch, connectTime }: Rounds): Promise<void> {
  const calls = await stopwatch.of((client) => client.whoAmI());
  into.whoAmIMs.push(...calls.map(({ durationMs }) => durationMs));
  const took = await connectTime();
  if (took !== undefined) into.connectMs.push(took);
}
