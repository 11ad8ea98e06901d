import type { Untold } from './ledger-message.js';
import type { LedgerSettings } from './ledger-settings.js';

/** In so many times the grace every process has found a ledger that is there again. */
const graces = 3;

/**
 * Whether a new ledger knows what was spent before it began. It does not until each process has told its past.
 *
 * If none of them has spoken with a ledger before, all is new: those who have not said a word in a few seconds are not there yet. If one
 * has, a ledger was lost; then a process that has taken another's place can tell nothing of what that one did, so only those count that have been
 * there for longer than it matters. After a window and a lease all of it is forgotten in any case.
 */
export class Recovery {
  private readonly all = new Set<string>();
  /** Those that were there when what still matters began. */
  private readonly witnesses = new Set<string>();
  private isLost = false;
  private isOver = false;

  constructor(
    private readonly settings: Pick<LedgerSettings, 'windowMs' | 'leaseMs' | 'graceMs' | 'processes'>,
    private readonly bornAt: number,
  ) {}

  told(member: string, { livedMs = 0, wasHeard = false }: Untold, now: number): void {
    this.all.add(member);
    this.isLost ||= wasHeard;
    if (livedMs >= now - this.bornAt + this.mattersForMs) this.witnesses.add(member);
  }

  isGoingOn(now: number): boolean {
    const { processes, graceMs } = this.settings;
    const { size } = this.isLost ? this.witnesses : this.all;
    const isPatient = now - this.bornAt < (this.isLost ? this.mattersForMs : graceMs * graces);
    this.isOver ||= size >= processes || !isPatient;
    return !this.isOver;
  }

  private get mattersForMs(): number {
    return this.settings.windowMs + this.settings.leaseMs;
  }
}
