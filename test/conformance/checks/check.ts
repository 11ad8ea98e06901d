import { compare } from '../matching/compare.js';
import type { Difference } from '../matching/difference.js';
import type { Run } from '../run.js';

/** One of the fifteen things that are looked at first, on the side of the service. */
export interface Check {
  number: number;
  /** A sentence that is true of the service. */
  name: string;
  /** @throws NotHere or NotBuilt where nothing can be said */
  run(run: Run, findings: Findings): Promise<void>;
}

/** What a check found: differences, and remarks that are none. */
export class Findings {
  readonly differences: Difference[] = [];
  readonly notes: string[] = [];

  /** Holds a value against what is expected, a value or a pattern; `what` names it in words. */
  expect(what: string, got: unknown, expected: unknown): void {
    this.differences.push(...compare(expected, got, `/${what}`, {}));
  }

  note(text: string): void {
    this.notes.push(text);
  }
}
