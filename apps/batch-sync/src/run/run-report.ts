import type { BudgetFacet } from '#lib/resilience';
import type { LoadAction, LoadResult } from '../load/step-writer.js';
import type { DeliveryReport } from '../staging/delivery-report.js';
import type { LimitingFacet } from './limits-allow.js';
import type { Reconciliation } from './reconciliation.js';
import type { Run } from './run.js';

/** Rows by what became of them. */
export type Counts<Names extends string = string> = Readonly<Partial<Record<Names, number>>>;

/** The ways in which a row can be done. */
export type DoneHow = Extract<LoadResult, { outcome: 'done' }>['how'];

/** What was done in one stage of the load. */
export interface StageReport {
  readonly action: LoadAction;
  /** `integration` or `integration/entity`. */
  readonly step: string;
  /** Rows that there were to do when it began; undefined when the run ended before. */
  readonly planned: number | undefined;
  readonly done: Counts<DoneHow>;
  /** Written, and inactive in Dataverse before. */
  readonly reactivated: number;
  /** By the code of the refusal. */
  readonly refused: Counts;
}

/** What calls have cost. */
export interface Spent {
  readonly requests: number;
  /** As the entitlement counts them: one for each row. */
  readonly operations: number;
  /** What Dataverse worked at them, in milliseconds, as far as we can measure it. */
  readonly executionMs: number;
  /** Answers with status 429. */
  readonly throttled: number;
  /** How long requests waited for the budget, by the facet that they waited for. */
  readonly waitedMs: Counts<BudgetFacet>;
}

export const noneSpent: Spent = { requests: 0, operations: 0, executionMs: 0, throttled: 0, waitedMs: {} };

/** What the limits of Dataverse allow at most for the calls of the run, and how near it came. */
export interface Ceiling {
  readonly rowsPerSecond: number;
  readonly reachedRowsPerSecond: number;
  /** The limit that allows least. */
  readonly facet: LimitingFacet;
}

/** Rows of a step that Dataverse refused as they are now. */
export interface QuarantineCount {
  readonly step: string;
  readonly code: string;
  readonly rows: number;
}

/** A delivery with its name, for people. */
export type NamedDelivery = DeliveryReport & { readonly name: string };

/** What the source says, in rows. */
export type SourceCounts = Pick<
  DeliveryReport,
  | 'read'
  | 'accepted'
  | 'inserted'
  | 'updated'
  | 'unchanged'
  | 'reactivated'
  | 'deactivated'
  | 'deferred'
  | 'held'
> & {
  /** By the code of the reason. */
  readonly rejected: Counts;
};

/** What a run did, in numbers: complete when it has ended, and so far before. */
export interface RunReport extends Run {
  /** In their order; those that were refused say so in words. */
  readonly deliveries: readonly NamedDelivery[];
  /** Of all deliveries that were applied, together. */
  readonly source: SourceCounts;
  readonly stages: readonly StageReport[];
  /** All that is in quarantine, whichever run put it there. */
  readonly quarantined: readonly QuarantineCount[];
  /** Rows of which Dataverse holds something else still. */
  readonly pending: number;
  readonly spent: Spent;
  /** By phase: those of the staging, and the actions of the stages. */
  readonly tookMs: Counts;
  /** Undefined when nothing was written. */
  readonly ceiling: Ceiling | undefined;
  /** One a step; none when it was not asked for, or not come to. */
  readonly reconciliation: readonly Reconciliation[];
}
