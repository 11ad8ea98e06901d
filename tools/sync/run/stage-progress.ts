import type { RunProgress } from '../../../apps/batch-sync/src/run/run.js';
import { type Progress, startProgress } from '../../progress.js';

/** Shows how far a run is, a bar or lines for each stage that has rows. */
export class StageProgress {
  private shown: { stage: number; rows: number; progress: Progress } | undefined;

  show({ stage, stageNumber, stages, rows, rowsDone, refused, waitsFor }: RunProgress): void {
    if (rows === 0) return;
    if (this.shown?.stage !== stageNumber) {
      // The next stage begins when all rows of this one have a result.
      this.shown?.progress.update(this.shown.rows);
      this.end();
      const label = `${stageNumber}/${stages} ${stage.action} ${stage.step}`;
      this.shown = { stage: stageNumber, rows, progress: startProgress(label, rows) };
    }
    const notes = [refused > 0 ? `${refused} refused` : [], waitsFor ? `waiting: ${waitsFor}` : []].flat();
    this.shown.progress.update(rowsDone, notes.join(', '));
  }

  end(): void {
    this.shown?.progress.end();
    this.shown = undefined;
  }
}
