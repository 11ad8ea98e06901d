import type { Change } from './change.js';

/** The changes that are to happen together, and how to take each of them back. */
export class Transaction {
  readonly changes: Change[] = [];
  private readonly undos: (() => void)[] = [];
  private readonly afterwards: (() => void)[] = [];
  private kept = false;

  add(change: Change, undo: () => void): void {
    this.changes.push(change);
    this.undos.push(undo);
  }

  /** What is to happen when the changes are kept, and never when they are taken back. */
  whenKept(then: () => void): void {
    this.afterwards.push(then);
  }

  /** From here on there is no way back: the log has them. */
  keep(): void {
    this.kept = true;
    for (const then of this.afterwards) then();
  }

  /** Takes back what has not been kept, the last change first. */
  rollBack(): void {
    if (this.kept) return;
    for (const undo of this.undos.reverse()) undo();
  }
}
