/** A row as the stand-in for Dataverse dumps it. */
export type DumpedRow = Readonly<Record<string, unknown>>;

/** Everything that the stand-in holds at the end of a round. */
export interface Dump {
  incidents: readonly DumpedRow[];
  contacts: readonly DumpedRow[];
  annotations: readonly DumpedRow[];
}

/** The rows by what `keyOf` says of them. */
export function groupBy<Key>(
  rows: readonly DumpedRow[],
  keyOf: (row: DumpedRow) => Key,
): Map<Key, DumpedRow[]> {
  const groups = new Map<Key, DumpedRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
