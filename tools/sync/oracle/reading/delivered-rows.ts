import type { HandRow } from './hand-read.js';

/** What became of the rows of a delivery, in the words of expected.json. */
export interface Counters {
  read: number;
  rejected: Record<string, number>;
  accepted: number;
  inserted: number;
  updated: number;
  unchanged: number;
  reactivated: number;
  deactivated: number;
  deferred: number;
  held: number;
  active_after: number;
}

/** A row as it was accepted last. */
export interface DeliveredRow extends HandRow {
  readonly isActive: boolean;
}

const sameContent = (one: HandRow, other: HandRow) =>
  JSON.stringify(one.content) === JSON.stringify(other.content);

/** Everything that a source has delivered so far, by the rules G4 to G6 of the data's README. */
export class DeliveredRows {
  readonly rows = new Map<string, DeliveredRow>();

  constructor(private readonly deliversEverything: boolean) {}

  get activeKeys(): ReadonlySet<string> {
    return new Set([...this.rows].filter(([, { isActive }]) => isActive).map(([key]) => key));
  }

  deliver(delivered: readonly HandRow[]): Counters {
    const { accepted, seen, rejected } = judged(delivered);
    const [inserted, updated, reactivated] = [
      this.insert(accepted),
      this.update(accepted),
      this.reactivate(accepted),
    ];
    const gone = [...this.rows].filter(([key, { isActive }]) => isActive && !seen.has(key));
    const leaves = this.deliversEverything ? gone : [];
    const deferred = rejected['R1'] ? leaves.length : 0;
    if (deferred === 0) for (const [key, row] of leaves) this.rows.set(key, { ...row, isActive: false });
    const held = [...this.activeKeys].filter((key) => seen.has(key) && !accepted.has(key)).length;
    return {
      ...{ read: delivered.length, rejected, accepted: accepted.size, inserted, updated },
      ...{ unchanged: accepted.size - inserted - updated - reactivated, reactivated },
      ...{ deactivated: leaves.length - deferred, deferred, held, active_after: this.activeKeys.size },
    };
  }

  private insert(accepted: ReadonlyMap<string, HandRow>): number {
    return this.take(accepted, (before) => before === undefined);
  }

  private update(accepted: ReadonlyMap<string, HandRow>): number {
    return this.take(accepted, (before, now) => before?.isActive === true && !sameContent(before, now));
  }

  private reactivate(accepted: ReadonlyMap<string, HandRow>): number {
    return this.take(accepted, (before) => before?.isActive === false);
  }

  /** Takes the rows that fit beside what was known of them. */
  private take(
    accepted: ReadonlyMap<string, HandRow>,
    fits: (before: DeliveredRow | undefined, now: HandRow) => boolean,
  ): number {
    const taken = [...accepted].filter(([key, now]) => fits(this.rows.get(key), now));
    for (const [key, now] of taken) this.rows.set(key, { ...now, isActive: true });
    return taken.length;
  }
}

/** G4: the first reason that fits. */
function judged(delivered: readonly HandRow[]) {
  const accepted = new Map<string, HandRow>();
  const seen = new Set<string>();
  const rejected: Record<string, number> = {};
  for (const row of delivered) {
    const { key } = row;
    const reason = key === undefined ? 'R1' : seen.has(key) ? 'R2' : row.reason;
    if (key !== undefined) seen.add(key);
    if (reason !== undefined) rejected[reason] = (rejected[reason] ?? 0) + 1;
    else if (key !== undefined) accepted.set(key, row);
  }
  return { accepted, seen, rejected };
}
