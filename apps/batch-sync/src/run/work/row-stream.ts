import type { Clock } from '#lib/resilience';
import { waypoint } from '#lib/telemetry';
import type { LoadAction, LoadResult, RowToLoad, StepWriter } from '../../load/step-writer.js';
import type { ChunkLedger, Leaving, Settled } from '../ledger/chunk-ledger.js';
import type { TakenChunk } from '../ledger/chunk.js';
import type { LedgerGround } from '../ledger/ledger-ground.js';
import { readDueRows } from '../ledger/read-due-rows.js';
import { recordResults, type ReadResult } from '../ledger/record-results.js';
import type { StageRow } from '../ledger/run.schema.js';
import type { StepTable } from '../ledger/step-table.js';
import { again } from './again.js';
import { ChunkInHand } from './chunk-in-hand.js';
import { every } from './every.js';
import type { Stop } from './stop.js';
import { renewEveryMs, type WorkSettings } from './work-settings.js';

/** What a stream of rows runs between. */
export interface StreamParts {
  readonly ground: LedgerGround;
  readonly chunks: ChunkLedger;
  readonly stage: StageRow & { readonly action: LoadAction };
  readonly step: StepTable;
  readonly writer: StepWriter;
  readonly worker: string;
  readonly stop: Stop;
  readonly settings: WorkSettings;
  readonly clock: Clock;
}

interface OnItsWay {
  readonly hand: ChunkInHand;
  readonly readAt: Date;
}

type Arrived = OnItsWay & ReadResult;

/**
 * One worker's stream through a stage. It takes chunk after chunk and gives their rows to the writer, which takes them as it needs them:
 * so a request is not cut short where a chunk ends. The results come back in order and are written down some hundred at a time; a chunk is
 * done when all of its rows have one. A worker that dies anywhere in between costs only that its rows are written again as they are.
 */
export class RowStream {
  private readonly onTheirWay = new Map<RowToLoad, OnItsWay>();
  private readonly inHand = new Set<ChunkInHand>();
  private arrived: Arrived[] = [];
  private recordedAt: number;
  private tookAny = false;
  /** What the staging database said, and not Dataverse. */
  private trouble: { readonly error: unknown } | undefined;

  constructor(private readonly parts: StreamParts) {
    this.recordedAt = parts.clock.now();
  }

  /**
   * Streams until nobody has a chunk left for it. Tells whether there was one.
   *
   * @throws what the writer throws, or the staging database, when all results that there are have been written down
   */
  async run(): Promise<boolean> {
    const { chunks, settings, clock } = this.parts;
    const stopRenewing = every(clock, renewEveryMs(settings), () =>
      chunks.renew([...this.inHand].map(({ chunk }) => chunk)),
    );
    try {
      await this.stream();
      return this.tookAny;
    } finally {
      stopRenewing();
    }
  }

  private async stream(): Promise<void> {
    const { writer, stage, stop } = this.parts;
    let ended: { readonly error: unknown } | undefined;
    try {
      for await (const result of writer.perform(stage.action, this.rows(), { signal: stop.over }))
        await this.arrive(result);
    } catch (error) {
      ended = { error };
    }
    if (this.trouble) throw this.trouble.error;
    await this.record();
    // What was given up on its way may still be done: nobody sends these rows again before the lease has run out.
    if (stop.over.aborted) return;
    for (const { chunk } of this.inHand) await this.parts.chunks.release(chunk);
    if (ended) throw ended.error;
  }

  /** Rows for the writer, as it asks for them. */
  private async *rows(): AsyncGenerator<RowToLoad> {
    const { ground, stage, step, stop } = this.parts;
    for (;;) {
      const hand = await this.watched(() => this.take());
      if (!hand) return;
      const rows = readDueRows(ground.db, ground.dialect, step, stage.action, rangeOf(hand.chunk));
      for (;;) {
        const next = await this.watched(() => rows.next());
        if (next.done) break;
        if (stop.stopping.aborted) return;
        const { row, readAt } = next.value;
        hand.giveOut();
        this.onTheirWay.set(row, { hand, readAt });
        yield row;
      }
      hand.endRead();
    }
  }

  private async take(): Promise<ChunkInHand | undefined> {
    const { chunks, stage, worker, stop } = this.parts;
    if (stop.stopping.aborted) return undefined;
    const chunk = await chunks.take(stage, worker);
    if (!chunk) return undefined;
    this.tookAny = true;
    const hand = new ChunkInHand(chunk);
    this.inHand.add(hand);
    return hand;
  }

  private async arrive(result: LoadResult): Promise<void> {
    const { settings, clock } = this.parts;
    const sent = this.onTheirWay.get(result.row);
    if (!sent) throw new Error('The writer tells of a row that it was not given, or twice of one.');
    this.onTheirWay.delete(result.row);
    sent.hand.takeBack(result);
    this.arrived.push({ ...sent, result });
    if (this.arrived.length >= settings.resultsAtOnce || clock.now() - this.recordedAt >= settings.lookMs)
      await this.watched(() => this.record());
  }

  /** Writes down what has arrived, of each chunk that is still ours. */
  private async record(): Promise<void> {
    const { ground, stage } = this.parts;
    const arrived = this.arrived.splice(0);
    this.recordedAt = this.parts.clock.now();
    const parts = this.partsOf(arrived);
    if (parts.length === 0) return;
    waypoint('rows.before-record');
    await ground.db.transaction().execute(async (transaction) => {
      const ours: ReadResult[] = [];
      for (const { hand, results, leaving } of parts)
        if (await this.parts.chunks.settle(transaction, hand.chunk, settledBy(hand, results), leaving))
          ours.push(...results);
      waypoint('rows.settled');
      await recordResults(transaction, ground.dialect, stage, ours);
      waypoint('rows.before-commit');
    });
    waypoint('rows.recorded');
    for (const { hand, leaving } of parts) if (leaving.kind !== 'goes-on') this.inHand.delete(hand);
  }

  /** What has arrived, by chunks, and those that are over. */
  private partsOf(arrived: readonly Arrived[]) {
    return [...this.inHand].flatMap((hand) => {
      const results = arrived.filter((each) => each.hand === hand);
      return results.length > 0 || hand.isOver ? [{ hand, results, leaving: this.leaving(hand) }] : [];
    });
  }

  private leaving(hand: ChunkInHand): Leaving {
    if (!hand.isOver) return { kind: 'goes-on' };
    return hand.openFor ? again(hand.chunk, hand.openFor, this.parts.settings) : { kind: 'done' };
  }

  private async watched<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.trouble = { error };
      throw error;
    }
  }
}

const rangeOf = ({ firstKey, lastKey }: TakenChunk) => ({ firstKey: firstKey ?? '', lastKey: lastKey ?? '' });

const settledBy = ({ tally }: ChunkInHand, results: readonly ReadResult[]): Settled => ({
  rows: results.filter(({ result }) => result.outcome !== 'open').length,
  refused: results.filter(({ result }) => result.outcome === 'refused').length,
  tally,
});
