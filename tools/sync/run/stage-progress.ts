import type { RunProgress } from '../../../apps/batch-sync/src/run/run.js';
import { type Progress, startProgress } from '../../progress.js';
import { waitInWords } from '../wait-in-words.js';

/** Shows how far a run is, a bar or lines for each stage that has rows; and says, once, when it waits for a worker that died. */
export class StageProgress {
  private shown: { stage: number; rows: number; progress: Progress } | undefined;
  private waits = false;

  constructor(private readonly out: NodeJS.WriteStream = process.stderr) {}

  show(now: RunProgress): void {
    const { run, stage, stageNumber, stages, rows, rowsDone, refused, waitsFor, leaseLeftMs } = now;
    if (leaseLeftMs !== undefined && !this.waits) {
      this.end();
      this.out.write(`Run ${run} ${waitInWords(leaseLeftMs)}.\n`);
    }
    this.waits = leaseLeftMs !== undefined;
    if (rows === 0) return;
    if (this.shown?.stage !== stageNumber) {
      // The next stage begins when all rows of this one have a result.
      this.shown?.progress.update(this.shown.rows);
      this.end();
      const label = `${stageNumber}/${stages} ${stage.action} ${stage.step}`;
      this.shown = { stage: stageNumber, rows, progress: startProgress(label, rows, this.out) };
    }
    const notes = [refused > 0 ? `${refused} refused` : [], waitsFor ? `waiting: ${waitsFor}` : []].flat();
    this.shown.progress.update(rowsDone, notes.join(', '));
  }

  end(): void {
    this.shown?.progress.end();
    this.shown = undefined;
  }
}
