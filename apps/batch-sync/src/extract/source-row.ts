/** One row as its source wrote it. */
export interface SourceRow {
  /** Its place in the delivery, from 1. */
  number: number;
  /** Why it could not be read; then it has no values. */
  defect?: string;
  /** By the integration's names of its columns; absent where the source says nothing. */
  values: Readonly<Record<string, string>>;
  /** Columns that the integration does not name, where it keeps them. */
  others?: Readonly<Record<string, string>>;
}
