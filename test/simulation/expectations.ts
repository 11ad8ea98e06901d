import type { Wave } from './budget-case.js';
import type { Crew } from './trouble.js';
import type { SimulatedProcess, Wish } from './simulated-process.js';
import type { World } from './world.js';

/** Who still waits to be served. */
export class Expectations {
  private readonly waiting = new Map<SimulatedProcess, number>();

  constructor(
    private readonly world: World,
    private readonly crew: Crew,
  ) {}

  /** Those that ended otherwise, or went down with their process, expect nothing any more. */
  get open(): number {
    let sum = 0;
    for (const [process, count] of this.waiting) if (process.isAlive) sum += count;
    return sum;
  }

  /** Each call of the wave at its moment; a place that is empty then is not asked. */
  rise({ atMs, overMs, place, lane, rows, calls, leavingShare }: Wave): void {
    const { time, random } = this.world;
    for (let n = 0; n < calls; n += 1) {
      const leaves = random() < leavingShare;
      time.after(atMs + random() * overMs, () => this.ask(place, { lane, rows }, leaves));
    }
  }

  private ask(place: number, wish: Wish, leaves: boolean): void {
    const process = this.crew.at(place)?.process;
    if (!process) return;
    const caller = leaves ? new AbortController() : undefined;
    this.count(process, 1);
    const ends = () => this.count(process, -1);
    process.call({ ...wish, signal: caller?.signal }).then(ends, ends);
    if (caller) this.world.time.after(this.world.random() * 2_000, () => caller.abort());
  }

  private count(process: SimulatedProcess, by: number): void {
    this.waiting.set(process, (this.waiting.get(process) ?? 0) + by);
  }
}
