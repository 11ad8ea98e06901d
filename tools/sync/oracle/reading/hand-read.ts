/** The label of a choice. */
export interface Label {
  readonly label: string;
}

/** The row that a lookup names, by its `cw_key`. */
export interface Bound {
  readonly cwKey: string;
}

/** A text that holds JSON, in whatever order its names stand. */
export interface Json {
  readonly json: Readonly<Record<string, string>>;
}

/** What a column of Dataverse must hold: a text, or a number, also where the column is a text that writes it. */
export type Wanted = string | number | null | Label | Bound | Json;

/** By the names that the Web API reads columns by, such as `_cw_assetid_value`. */
export type WantedRow = Readonly<Record<string, Wanted>>;

/** A row of a delivery as a person would read it. */
export interface HandRow {
  /** Undefined where it has none. */
  readonly key: string | undefined;
  /** The source's own reason not to accept it. */
  readonly reason?: string | undefined;
  /** G5: what a change is told by. */
  readonly content: readonly (string | number | null)[];
  readonly wanted: WantedRow;
  /** What stands in a note, whole. */
  readonly note?: { readonly subject: string; readonly text: string } | undefined;
  readonly isClosed?: boolean | undefined;
}

export const label = (text: string | null): Wanted => (text === null ? null : { label: text });
