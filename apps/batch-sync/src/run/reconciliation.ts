/** A way in which Dataverse differs from what was accepted, with some of the natural keys. */
export interface Difference {
  readonly rows: number;
  /** Up to 20. */
  readonly keys: readonly string[];
}

/** What Dataverse holds of a step beside what it should hold by our records. Rows that wait, or are in quarantine, are none of it. */
export interface Reconciliation {
  readonly step: string;
  /** In Dataverse. */
  readonly held: number;
  readonly missing: Difference;
  /** Other values than those that were written last. */
  readonly differing: Difference;
  /** Active and should not be, or the other way round. */
  readonly wrongState: Difference;
  /** Nobody knows of them; the keys are those of Dataverse, `cw_key`. */
  readonly extra: Difference;
}
