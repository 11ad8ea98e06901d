import type { Untold } from './ledger-message.js';

/**
 * Whether a new ledger knows what was spent before it began. It does not until each process has told its past.
 *
 * If none of them has a past, all is new, and nothing is missing. If one has, the ledger was lost; then a process that has taken
 * another's place can tell nothing of what that one did, so only those count that have been there for longer than it matters.
 * After a window and a lease all of it is forgotten in any case.
 */
export class Recovery {
  private readonly all = new Set<string>();
  /** Those that were there when what still matters began. */
  private readonly witnesses = new Set<string>();
  private isLost = false;
  private isOver = false;

  constructor(
    private readonly settings: { windowMs: number; leaseMs: number; processes: number },
    private readonly bornAt: number,
  ) {}

  told(member: string, { livedMs = 0, spent, inFlight }: Untold, now: number): void {
    this.all.add(member);
    this.isLost ||= spent.length + inFlight.length > 0;
    if (livedMs >= now - this.bornAt + this.mattersForMs) this.witnesses.add(member);
  }

  isGoingOn(now: number): boolean {
    const { size } = this.isLost ? this.witnesses : this.all;
    this.isOver ||= size >= this.settings.processes || now - this.bornAt >= this.mattersForMs;
    return !this.isOver;
  }

  private get mattersForMs(): number {
    return this.settings.windowMs + this.settings.leaseMs;
  }
}
