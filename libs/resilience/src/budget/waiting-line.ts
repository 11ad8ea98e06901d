import { eachLane, type Lane, lanesByRank } from './limits.js';

/** Those who wait in this process: a queue for each lane, first come first served. */
export class WaitingLine<Waiter extends { lane: Lane }> {
  private readonly lanes = eachLane<Waiter[]>(() => []);

  add(waiter: Waiter): void {
    this.lanes[waiter.lane].push(waiter);
  }

  remove(waiter: Waiter): void {
    const index = this.lanes[waiter.lane].indexOf(waiter);
    if (index >= 0) this.lanes[waiter.lane].splice(index, 1);
  }

  get isEmpty(): boolean {
    return lanesByRank.every((lane) => this.lanes[lane].length === 0);
  }

  /** The first so many of each lane, the higher lanes first. */
  first(ofEach: number): Waiter[] {
    return lanesByRank.flatMap((lane) => this.lanes[lane].slice(0, ofEach));
  }

  all(): Waiter[] {
    return this.first(Infinity);
  }

  lengths(): Record<Lane, number> {
    return eachLane((lane) => this.lanes[lane].length);
  }
}
