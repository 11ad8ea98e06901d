import type { Source } from './golden/golden.js';
import type { Difference } from './matching/difference.js';

/** Where a verdict comes from. */
export interface Judged {
  name: string;
  subject: string;
  source?: Source;
}

/** A request and its answer, as far as a person needs them to see what happened; without tokens. */
export interface Told {
  request: string;
  answer: string;
}

/** What became of one golden or check. */
export type Verdict = Judged &
  (
    | { outcome: 'same'; notes?: readonly string[] }
    | { outcome: 'different'; differences: readonly Difference[]; told: readonly Told[] }
    /** Nobody knows what is right: what came stands beside what we assume. */
    | { outcome: 'recorded'; because: string; differences: readonly Difference[]; told: readonly Told[] }
    | { outcome: 'not run here'; because: string }
    /** The stand-in lacks it, says so, and so do we. */
    | { outcome: 'not built yet'; because: string }
  );

export type Outcome = Verdict['outcome'];
export const OUTCOMES: readonly Outcome[] = [
  'same',
  'different',
  'recorded',
  'not run here',
  'not built yet',
];

/** Every difference is news: from an environment that ours is wrong, from the stand-in that it is. */
export const isDifferent = ({ outcome }: Verdict): boolean => outcome === 'different';
