/**
 * `running`: workers are, or should be, at it. `paused`: nobody takes anything new until it is resumed. The others are its end: `done`,
 * `cancelled` by an operator, `incomplete` when its time was over, `failed` when a call, and no row, was wrong. What is not loaded at the
 * end stays pending for the next run.
 */
export type RunState = 'running' | 'paused' | 'done' | 'cancelled' | 'incomplete' | 'failed';

/** How a run goes, whoever works at it. */
export interface RunOptions {
  /** When it has to end, complete or not. Default: when all is done. */
  readonly until?: Date | undefined;
  /** Somebody has seen how many rows are gone, and wants them deactivated. */
  readonly goneApproved?: boolean | undefined;
  /** Whether all that Dataverse holds of the integration is compared at the end: a request for every 5,000 rows. Default true. */
  readonly reconcile?: boolean | undefined;
}

/** From deliveries that are all there to rows in Dataverse; of one integration, at most one that has not ended. */
export interface Run {
  readonly id: string;
  readonly integration: string;
  readonly state: RunState;
  readonly options: RunOptions;
  readonly started: Date;
  readonly ended: Date | undefined;
  /** Why it failed, for an operator. */
  readonly failure: RunFailure | undefined;
}

/** A run in a list of runs, with its deliveries by their numbers. */
export interface ListedRun extends Run {
  /** In the order in which they are applied. */
  readonly deliveries: readonly string[];
  /** Those of them of which nothing was accepted. */
  readonly refusedDeliveries: readonly string[];
}

export interface RunFailure {
  /** Of the error, such as `bulk-call-refused`. */
  readonly code: string;
  readonly says: string;
}

/** What is done in a stage: deliveries are applied, rows get into Dataverse, and what it holds is compared. */
export type StageAction = 'apply' | 'write' | 'close' | 'deactivate' | 'reconcile';

/** A part of a run that is over before the next begins. */
export interface Stage {
  readonly action: StageAction;
  /** Whose rows: `integration` or `integration/entity`. */
  readonly step: string;
}

/** How far a run is. */
export interface RunProgress {
  readonly run: string;
  readonly state: RunState;
  /** That is under way, or was the last. */
  readonly stage: Stage;
  /** Its place among the stages, from 1. */
  readonly stageNumber: number;
  readonly stages: number;
  /** Rows of the stage, when it began. */
  readonly rows: number;
  /** Those of them that have a result. */
  readonly rowsDone: number;
  /** Rows of the run that were refused so far. */
  readonly refused: number;
  /** Whether somebody is at it, or still has rows of an earlier run of its integration, for which it waits. */
  readonly isTaken: boolean;
  /**
   * All that is left is in the hands of a worker that no longer answers: so many milliseconds at most until others may take it over.
   * Undefined when that is not so.
   */
  readonly leaseLeftMs: number | undefined;
  /** The code of the error for which rows wait to be tried again. */
  readonly waitsFor: string | undefined;
}
