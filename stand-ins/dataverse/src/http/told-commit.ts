import type { AroundCommit } from '../store/row-store.js';

/** What has been written is told at once, whether the client hears of it or not. */
export const toldCommit =
  (around: AroundCommit, tell: () => void): AroundCommit =>
  (commit, write) =>
    around(commit, () => {
      write();
      tell();
    });
