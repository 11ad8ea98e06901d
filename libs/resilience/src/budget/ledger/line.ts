import type { LaneWaiting } from './ledger-report.js';
import { eachLane, type Lane, lanesByRank } from '../limits.js';

/** The first of a lane in one process. */
export interface Head {
  member: string;
  lane: Lane;
  /** When it began to wait. */
  since: number;
  estimatedMs: number;
}

/** So often may a lane be passed over before it goes first: 1 in 21 turns keeps it from starving. */
const patienceInTurns = 20;

/**
 * Who waits, and who comes before whom: the higher lane first, and in a lane whoever waits longest, whatever process it waits
 * in. A lane that was passed over twenty times in a row goes before the others, so that a flood of citizens slows the nightly
 * load and never stops it. Each process tells of the first of each of its lanes; of one that is not heard of for a while, it
 * is no longer believed.
 */
export class Line {
  private heads: (Head & { heardAt: number })[] = [];
  private readonly passedOver = eachLane(() => 0);

  constructor(private readonly patienceMs: number) {}

  /** Forgets what this process wanted, and who was not heard of; it says anew what it wants. */
  leave(member: string, now: number): void {
    this.heads = this.heads.filter((head) => head.member !== member && this.isBelieved(head, now));
  }

  wait(head: Head, heardAt: number): void {
    this.heads.push({ ...head, heardAt });
  }

  /** Has its turn. */
  go({ member, lane }: Head): void {
    this.heads = this.heads.filter((head) => head.member !== member || head.lane !== lane);
    this.passOver(lane);
  }

  /** Of each lane the one that has waited longest. */
  firsts(): Head[] {
    return lanesByRank.flatMap((lane) => {
      const [first, ...others] = this.heads.filter((head) => head.lane === lane);
      return first ? [others.reduce((a, b) => (b.since < a.since ? b : a), first)] : [];
    });
  }

  /** Those whose turn comes before this one's. */
  before(head: Head): Head[] {
    const order = this.order(head);
    return this.heads.filter((other) => {
      const otherOrder = this.order(other);
      return otherOrder < order || (otherOrder === order && other.since < head.since);
    });
  }

  /** Has been passed over so often that it goes before the others, as if it had no lanes above it. */
  isOverdue(lane: Lane): boolean {
    return this.passedOver[lane] >= patienceInTurns;
  }

  report(now: number): Record<Lane, LaneWaiting> {
    return eachLane((lane) => {
      const heads = this.heads.filter((head) => head.lane === lane && this.isBelieved(head, now));
      return { processes: heads.length, longestMs: Math.max(0, ...heads.map(({ since }) => now - since)) };
    });
  }

  private isBelieved({ heardAt }: { heardAt: number }, now: number): boolean {
    return now - heardAt < this.patienceMs;
  }

  /** Of a lane among lanes: the lower goes first. */
  private order({ lane }: Pick<Head, 'lane'>): number {
    return this.isOverdue(lane) ? -1 : lanesByRank.indexOf(lane);
  }

  /** The lanes below remember that they were passed over. */
  private passOver(lane: Lane): void {
    this.passedOver[lane] = 0;
    for (const lower of lanesByRank.slice(lanesByRank.indexOf(lane) + 1)) {
      const waits = this.heads.some((head) => head.lane === lower);
      this.passedOver[lower] = waits ? this.passedOver[lower] + 1 : 0;
    }
  }
}
