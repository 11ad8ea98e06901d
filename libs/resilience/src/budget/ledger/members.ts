import type { Spend } from '../limits.js';
import type { LedgerMessage } from './ledger-message.js';
import type { MemberReport } from './ledger-report.js';

type Word = Pick<LedgerMessage, 'own' | 'isAlone' | 'isLeaving'>;

interface Member {
  heardAt: number;
  own: Spend;
}

/**
 * The processes that share the ledger. One that is not heard of may be dead, or may be cut off and work on its own: it then
 * spends no more than its share beside what is in the window of it already. So much is held back from the others, until another
 * process takes its place, for there are never more than were configured; who leaves in peace is forgotten. What each says of its
 * own part is for people to look at.
 */
export class Members {
  private readonly members = new Map<string, Member>();

  constructor(
    private readonly settings: { processes: number; graceMs: number },
    private readonly share: Spend,
  ) {}

  knows(id: string): boolean {
    return this.members.has(id);
  }

  heard(id: string, now: number, { own, isAlone, isLeaving }: Word): void {
    if (isLeaving) return void this.members.delete(id);
    this.members.set(id, { heardAt: isAlone ? -Infinity : now, own });
    if (this.members.size > this.settings.processes) this.forgetEldest(now, id);
  }

  missing(now: number): number {
    return this.unheard(now).length;
  }

  heldBack(now: number): Spend {
    const missing = this.missing(now);
    return { requests: this.share.requests * missing, executionMs: this.share.executionMs * missing };
  }

  report(now: number): MemberReport[] {
    return [...this.members].map(([id, { heardAt, own }]) => ({
      id,
      heardAgoMs: heardAt === -Infinity ? undefined : now - heardAt,
      own: { ...own },
    }));
  }

  private unheard(now: number): Member[] {
    return [...this.members.values()].filter(({ heardAt }) => now - heardAt >= this.settings.graceMs);
  }

  /** A new process stands for one that is gone. */
  private forgetEldest(now: number, speaker: string): void {
    const gone = [...this.members].filter(
      ([id, { heardAt }]) => id !== speaker && now - heardAt >= this.settings.graceMs,
    );
    const [eldest] = gone.sort(([, a], [, b]) => a.heardAt - b.heardAt);
    if (eldest) this.members.delete(eldest[0]);
  }
}
