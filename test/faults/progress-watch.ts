import { setTimeout as sleep } from 'node:timers/promises';

export interface Waiting {
  isDone(): Promise<boolean> | boolean;
  /** Grows while there is progress. */
  progress(): number;
  /** What is waited for, in words, when there has been no progress for too long. */
  stuck(): string;
  signal: AbortSignal;
}

const LOOK_EVERY_MS = 250;
/** Longer than an open circuit, a worker's absence and a few waits between attempts together. */
const PATIENCE_MS = 90_000;

/** Waits for as long as there is progress; rejects in words when there is none. */
export async function whileProgressing({ isDone, progress, stuck, signal }: Waiting): Promise<void> {
  let [last, changedAt] = [progress(), Date.now()];
  while (!(await isDone())) {
    if (progress() !== last) [last, changedAt] = [progress(), Date.now()];
    if (Date.now() - changedAt > PATIENCE_MS)
      throw new Error(`For ${PATIENCE_MS / 1000} s nothing has moved: ${stuck()}`);
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}
