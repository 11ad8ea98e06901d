import type { FirstKeys } from '../staging/first-keys.js';
import type { RunFailure } from './run.js';

/** A way in which Dataverse differs from what it should hold, with some of the natural keys; where rows are people, with those of Dataverse. */
export type Difference = FirstKeys;

/** What Dataverse holds of a step beside what was written there last. Rows that wait, or are in quarantine, are no difference. */
export type Reconciliation = { readonly step: string } & (
  | {
      readonly outcome: 'compared';
      /** Rows in Dataverse. */
      readonly held: number;
      readonly missing: Difference;
      /** Other values than those that were written last. */
      readonly differing: Difference;
      /** Active and should not be, or the other way round. */
      readonly wrongState: Difference;
      /** Nobody knows of them: the keys are those of Dataverse, `cw_key`. */
      readonly extra: Difference;
    }
  /** Dataverse could not be read. */
  | { readonly outcome: 'not-compared'; readonly failure: RunFailure }
);
