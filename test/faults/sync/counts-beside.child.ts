import { ChunkLedger } from '../../../apps/batch-sync/src/run/ledger/chunk-ledger.js';
import type { LedgerGround } from '../../../apps/batch-sync/src/run/ledger/ledger-ground.js';
import { runWorker } from './worker.js';

/**
 * The real sync with one deliberate bug, for the campaign to find: what is counted of a chunk is not written in the transaction that
 * writes down its rows, so that a process may die in between. On a good day nobody notices.
 */

const { settle } = ChunkLedger.prototype;
ChunkLedger.prototype.settle = function (_, ...what) {
  const { ground } = this as unknown as { ground: LedgerGround };
  return settle.call(this, ground.db, ...what);
};

await runWorker();
