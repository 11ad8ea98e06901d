import { type DataverseClient, startsWith } from '#lib/dataverse';
import { isMarked } from './marked-rows.js';
import type { MeasuredTable } from './measured-tables.js';

/** How many rows are gone, and how many are still there. */
export interface Removed {
  removed: number;
  left: number;
}

/** Removes the rows of the tables whose natural key begins with the mark, if a measurement has made them. */
export async function removeRows(
  client: DataverseClient,
  tables: readonly MeasuredTable[],
  mark: string,
): Promise<Removed> {
  const all: Removed = { removed: 0, left: 0 };
  for (const measured of ownersLast(tables)) {
    const ids = await markedIds(client, measured, mark);
    for await (const { outcome } of client.deleteMultiple(measured.table, ids, { lane: 'batch' })) {
      if (outcome === 'deleted') all.removed += 1;
      else if (outcome !== 'not-there') all.left += 1;
    }
  }
  return all;
}

/** A row that others belong to may be held on to by them. */
function ownersLast(tables: readonly MeasuredTable[]): MeasuredTable[] {
  const owners = tables.flatMap(({ owner }) => owner ?? []);
  const owned = tables.filter(({ owner }) => owner !== undefined);
  return [...new Set([...owned, ...tables, ...owners])];
}

async function markedIds(client: DataverseClient, { table }: MeasuredTable, mark: string): Promise<string[]> {
  // Every measured table has the column; that it is one of text, the type of any table does not say.
  const filter = startsWith(table, 'naturalKey' as never, mark);
  const select = ['key', 'naturalKey'];
  const ids: string[] = [];
  for await (const row of client.query(table, { select, filter, lane: 'batch', pageSize: 5_000 }))
    if (isMarked({ ...row })) ids.push(row.id);
  return ids;
}
