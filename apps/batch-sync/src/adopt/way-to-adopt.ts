import type { Adopt } from '../catalogue/adopt.js';
import type { Integration } from '../catalogue/integration.js';
import type { LoadStep } from '../catalogue/order/load-order.js';

/** A step of which it is said how its rows are found that Dataverse had before. */
export interface StepToAdopt extends LoadStep {
  readonly adopt: Adopt;
}

/** What rows are matched by: texts, by the names of Dataverse's columns; null is nothing, and matches nothing. */
export type MatchValues = Readonly<Record<string, string | null>>;

/** A row of Dataverse. */
export interface FoundRow {
  readonly id: string;
  readonly etag: string;
  /** Null where it has none. */
  readonly cwKey: string | null;
  readonly values: MatchValues;
}

/** A row of Dataverse with the key that it is to have. */
export interface RowToStamp {
  /** The natural key of the accepted row. */
  readonly key: string;
  readonly cwKey: string;
  readonly id: string;
  readonly etag: string;
}

/** What became of it. */
export type StampResult = { readonly row: RowToStamp } & (
  | { readonly outcome: 'stamped' }
  /** Somebody has changed or deleted it since it was read: it is left. */
  | { readonly outcome: 'changed' }
  /** By Dataverse, with its code. */
  | { readonly outcome: 'refused'; readonly code: string }
  /** Not done, or nobody knows: to be done again, with the code of what was in the way. */
  | { readonly outcome: 'open'; readonly code: string }
);

/** How the rows of one step are found in Dataverse, and get their keys. */
export interface WayToAdopt {
  /** About how many rows the table has. */
  countRows(): Promise<number>;
  /** Active rows without a key; and all rows with one, whose values mean nothing. */
  foundRows(): AsyncIterable<FoundRow>;
  /** What the sync would write for the values of an accepted row. */
  matchValues(values: Readonly<Record<string, string | null>>): MatchValues;
  cwKeyOf(naturalKey: string): string;
  /** Takes rows as they are needed, and yields each once. Sets the key alone, and only of a row that is as it was read. */
  stamp(rows: AsyncIterable<RowToStamp>): AsyncIterable<StampResult>;
}

export type OpenWayToAdopt = (
  integration: Integration,
  step: StepToAdopt,
  options: { readonly signal?: AbortSignal | undefined },
) => Promise<WayToAdopt>;
