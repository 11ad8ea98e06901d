import type { LoadAction } from '../../load/step-writer.js';
import type { LimitingFacet } from '../limits-allow.js';
import type { NamedDelivery, SourceCounts } from '../run-report.js';

/** Rows that a run would send, of one kind. */
export interface ForecastStage {
  readonly action: LoadAction;
  readonly step: string;
  readonly rows: number;
  readonly requests: number;
  /** What Dataverse is expected to work at them, in milliseconds. */
  readonly executionMs: number;
}

/** What a run would do and take; nothing of it was done. */
export interface Forecast {
  readonly integration: string;
  readonly deliveries: readonly NamedDelivery[];
  /** What they lead to among the accepted rows. */
  readonly source: SourceCounts;
  readonly stages: readonly ForecastStage[];
  readonly rows: number;
  /** As the entitlement counts them. */
  readonly operations: number;
  readonly requests: number;
  readonly executionMs: number;
  /** The least time that the limits allow for it, in milliseconds, and the limit that makes it so. */
  readonly atLeastMs: number;
  readonly facet: LimitingFacet;
}
