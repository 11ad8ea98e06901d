/** What is done to a row in Dataverse. */
export type LoadAction = 'write' | 'close' | 'deactivate';

/** An accepted row on its way to Dataverse. */
export interface RowToLoad {
  /** The natural key. */
  readonly key: string;
  readonly hash: string;
  /** Whether Dataverse holds it as inactive: then the write also activates it. */
  readonly isInactive: boolean;
  /** What was accepted, by the names of the integration's columns; null is nothing. */
  readonly values: Readonly<Record<string, string | null>>;
}

/** What became of a row. */
export type LoadResult = { readonly row: RowToLoad } & (
  | {
      readonly outcome: 'done';
      readonly how: 'created' | 'updated' | 'written' | 'unchanged' | 'closed' | 'deactivated' | 'absent';
    }
  /** No repeat can mend it; what Dataverse says, or why it could not be sent. */
  | { readonly outcome: 'refused'; readonly code: string; readonly says: string }
  /** Not written, or nobody knows: it is to be done again later. */
  | { readonly outcome: 'open'; readonly error: Error }
);

/** Does things to the rows of one load step. Every action may be repeated: it ends with the same rows however often it is done. */
export interface StepWriter {
  /** Takes rows as they are needed, some requests ahead, and yields each once, in their order. */
  perform(
    action: LoadAction,
    rows: AsyncIterable<RowToLoad>,
    options: { readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<LoadResult>;
}
