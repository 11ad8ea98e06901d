/**
 * How sure a fact is: read in the documentation, in source code or recorded traffic, observed with a real client, reported by
 * a third party, or only remembered.
 */
export type Evidence = 'D' | 'S' | 'R' | 'P' | 'M';

/** Where an exchange was taken from. */
export interface Source {
  page: string;
  heading: string;
  evidence: Evidence;
}

/** The tables that a golden may write to; all are standard ones. */
export type EntitySet = 'accounts' | 'contacts' | 'incidents' | 'annotations';

/** A row that is made before the exchange, with an id of ours, and deleted after all. */
export interface NewRow {
  set: EntitySet;
  columns: Readonly<Record<string, unknown>>;
}

/**
 * A request with `{placeholders}` in its texts: `{mark}` of this run, `{org}` and `{root}` of the environment, a prepared row's
 * id `{account}` and version `{account.etag}`, `{new}`, `{new2}`, `{new3}` for ids that are free, `{missing}` for one that no row has.
 */
export interface Request {
  method: string;
  /** Below the service's root, blanks and quotes as they are in the documentation; or an absolute URL, which is sent as it is. */
  path: string;
  /** Beside Accept, OData-Version and OData-MaxVersion; null leaves one of them out. */
  headers?: Readonly<Record<string, string | null>>;
  /** JSON, or a text that is sent as it is. */
  body?: unknown;
  /** Rows that come to be, as `accounts({new})`: they are deleted after the run, whatever is answered. */
  makes?: readonly string[];
}

/** What is expected: values, or patterns of them. */
export interface Expectation {
  status: unknown;
  /** By lower-case name. */
  headers?: Readonly<Record<string, unknown>>;
  /** Left out, the body is not judged; `absent` means that there is none. */
  body?: unknown;
}

export interface Exchange {
  request: Request;
  answer: Expectation;
  /** Values of the answer that later exchanges use, by JSON pointer into it. */
  keep?: Readonly<Record<string, string>>;
}

/** One documented behaviour: an exchange, with what comes before and after it. */
export interface Golden extends Exchange {
  /** A sentence that is true of the service. */
  name: string;
  source: Source;
  /** Prepared in this order, later rows may name earlier ones. */
  rows?: Readonly<Record<string, NewRow>>;
  /** Reads the rows that all such goldens share, see `world.ts`. */
  world?: true;
  /** Needs our alternate key `cw_key` of accounts, which a bare sandbox does not have. */
  needsKey?: true;
  /** Why nobody knows. What a real service answers is recorded beside our assumption, and never fails. */
  unknown?: string;
  first?: readonly Exchange[];
  then?: readonly Exchange[];
}

/** Goldens of one subject. */
export interface Subject {
  name: string;
  goldens: readonly Golden[];
}
