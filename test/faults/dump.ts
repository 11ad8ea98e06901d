/** A row as the stand-in for Dataverse dumps it. */
export type DumpedRow = Readonly<Record<string, unknown>>;

/** Everything that the stand-in holds at the end of a round. */
export interface Dump {
  incidents: readonly DumpedRow[];
  contacts: readonly DumpedRow[];
  annotations: readonly DumpedRow[];
}
