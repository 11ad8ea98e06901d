import type { Change } from './change.js';

/** The changes that are to happen together, and how to take each of them back. */
export class Transaction {
  readonly changes: Change[] = [];
  private readonly undos: (() => void)[] = [];
  private kept = false;

  add(change: Change, undo: () => void): void {
    this.changes.push(change);
    this.undos.push(undo);
  }

  /** From here on there is no way back: the log has them. */
  keep(): void {
    this.kept = true;
  }

  /** Takes back what has not been kept, the last change first. */
  rollBack(): void {
    if (this.kept) return;
    for (const undo of this.undos.reverse()) undo();
  }
}
