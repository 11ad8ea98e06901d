import type { AdoptProgress } from '../../../apps/batch-sync/src/adopt/adoption.js';
import { type Progress, startProgress } from '../../progress.js';

/** Shows how far it is, a bar or lines for what is read and what is stamped of each step. */
export class AdoptProgressBars {
  private shown: { label: string; progress: Progress } | undefined;

  show({ step, doing, rows, of }: AdoptProgress): void {
    const label = `${doing} ${step}`;
    if (this.shown?.label !== label) {
      this.end();
      this.shown = { label, progress: startProgress(label, of) };
    }
    this.shown.progress.update(rows);
  }

  end(): void {
    this.shown?.progress.end();
    this.shown = undefined;
  }
}
