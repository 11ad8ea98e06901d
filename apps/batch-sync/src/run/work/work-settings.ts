/** How runs are worked at; times in milliseconds. */
export interface WorkSettings {
  /** Rows of a chunk, the least that a dead worker costs. */
  readonly chunkRows: number;
  /** How long a worker may be silent before others take over what it had. */
  readonly leaseMs: number;
  /** How often a worker looks whether the run is still to go on. */
  readonly lookMs: number;
  /** How long a worker that found nothing to do waits before it looks again. */
  readonly idleMs: number;
  /** Results are written down together, so many at most. */
  readonly resultsAtOnce: number;
  /** The first wait before rows are tried again that were left open; it doubles each time, up to the longest. */
  readonly againAfterMs: number;
  readonly againAtMostMs: number;
  /** So often at most Dataverse is read to compare what it holds, with the same waits in between; then the run ends without that. */
  readonly readingsAtMost: number;
  /** How long requests under way may take once the run is to stop; then they are given up, and their rows are written again some day. */
  readonly graceMs: number;
}

export const defaultWorkSettings: WorkSettings = {
  chunkRows: 2_000,
  leaseMs: 60_000,
  lookMs: 1_000,
  idleMs: 250,
  resultsAtOnce: 500,
  againAfterMs: 5_000,
  againAtMostMs: 300_000,
  readingsAtMost: 8,
  graceMs: 20_000,
};

type Lease = Pick<WorkSettings, 'leaseMs'>;

const RENEW_AT_LEAST_EVERY_MS = 4_000;

/** How often a worker says that it is still at what it has: so that a lease lasts over two that fail, and a silence shows soon. */
export const renewEveryMs = ({ leaseMs }: Lease): number => Math.min(leaseMs / 3, RENEW_AT_LEAST_EVERY_MS);

/** How much of its lease a worker has left, at most, that no longer answers: it has missed to say so twice. */
export const silentLeaseMs = ({ leaseMs }: Lease): number => leaseMs - 2 * renewEveryMs({ leaseMs });
