import { type FirstKeys, KEYS_TOLD } from '../staging/first-keys.js';
import type { Stamped } from './adoption.js';
import type { RowToStamp, StampResult, WayToAdopt } from './way-to-adopt.js';

/** Gives rows their keys, and counts what became of them. */
export async function stampRows(
  way: Pick<WayToAdopt, 'stamp'>,
  rows: AsyncIterable<RowToStamp>,
  tell: (done: number) => void,
): Promise<Stamped> {
  const results = new StampCounts();
  for await (const result of way.stamp(rows)) tell(results.add(result));
  return results.counts;
}

class StampCounts {
  private stamped = 0;
  private all = 0;
  private changed: FirstKeys = { rows: 0, keys: [] };
  private readonly refused: Record<string, number> = {};
  private readonly open: Record<string, number> = {};

  get counts(): Stamped {
    const { stamped, changed, refused, open } = this;
    return { stamped, changed, refused, open };
  }

  /** Tells how many there are. */
  add(result: StampResult): number {
    if (result.outcome === 'stamped') this.stamped += 1;
    else if (result.outcome === 'changed') this.addChanged(result.row);
    else this[result.outcome][result.code] = (this[result.outcome][result.code] ?? 0) + 1;
    return (this.all += 1);
  }

  private addChanged({ key }: RowToStamp): void {
    const { rows, keys } = this.changed;
    this.changed = { rows: rows + 1, keys: rows < KEYS_TOLD ? [...keys, key] : keys };
  }
}
