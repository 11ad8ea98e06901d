import type { SyncResult } from './syncer.child.js';

/** The two deliveries of a round: all is new, and nearly nothing is. */
export interface SyncRound {
  first: SyncResult;
  next: SyncResult;
}
