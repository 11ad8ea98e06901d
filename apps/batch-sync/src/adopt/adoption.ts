import type { FirstKeys } from '../staging/first-keys.js';

/** Rows, with some of their natural keys; with none where rows are people. */
export type ToldRows = FirstKeys;

/** What became of the rows that were to get their keys. */
export interface Stamped {
  readonly stamped: number;
  /** Somebody has changed or deleted them since they were read. */
  readonly changed: ToldRows;
  /** By the code of what Dataverse, or whatever was in the way, said. */
  readonly refused: Readonly<Record<string, number>>;
  /** Not done, or nobody knows; by the code of what was in the way. */
  readonly open: Readonly<Record<string, number>>;
}

/** The rows of a step beside those that Dataverse had before. */
export interface StepAdoption {
  readonly step: string;
  readonly table: string;
  /** Active rows in Dataverse that nobody has given a key. */
  readonly found: number;
  /** Those of them that match nothing. */
  readonly unclaimed: number;
  /** Accepted rows that Dataverse has under their key. */
  readonly already: number;
  /** One accepted row, and one in Dataverse. */
  readonly unique: ToldRows;
  /** Accepted rows that match, and are several or match several. */
  readonly ambiguous: ToldRows;
  /** Accepted rows that match nothing: a run makes them. */
  readonly none: ToldRows;
  /** Undefined where nothing was to be written. */
  readonly stamped: Stamped | undefined;
}

/** What was found of the rows of an integration. */
export interface Adoption {
  readonly integration: string;
  readonly steps: readonly StepAdoption[];
}

/** One of the rows that match each other, and are more than one on either side. */
export interface AmbiguousRow {
  readonly step: string;
  /** The number of those that match each other, from 1 in each step. */
  readonly group: number;
  /** Its natural key; undefined of a row in Dataverse, and where rows are people. */
  readonly key: string | undefined;
  /** Its GUID; undefined of an accepted row. */
  readonly id: string | undefined;
  /** What it is matched by, in normal form; nothing where rows are people. */
  readonly values: Readonly<Record<string, string>>;
}

/** How far it is. */
export interface AdoptProgress {
  readonly step: string;
  readonly doing: 'read' | 'stamp';
  readonly rows: number;
  /** About so many are to be read; exactly so many are to be stamped. */
  readonly of: number;
}
