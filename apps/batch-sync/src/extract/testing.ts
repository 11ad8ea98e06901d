import { sourceColumn } from '../catalogue/column.js';
import { source } from '../catalogue/source.js';
import type { ReadIntegration } from './columns/column-names.js';
import { readRows } from './read-rows.js';
import type { SourceRow } from './source-row.js';

/** An integration as the catalogue would tell it, of which only what readers need is given. */
export const readIntegration = (
  format: unknown,
  columns: Readonly<Record<string, object>>,
  more: { key?: string[]; otherColumns?: 'ignored' | 'kept' } = {},
): ReadIntegration => ({
  key: more.key ?? [],
  columns: Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [name, sourceColumn.parse(column)]),
  ),
  source: source.parse({ format, otherColumns: more.otherColumns }),
});

/** All rows of a file that comes in pieces of so many bytes. */
export async function rowsOf(
  integration: ReadIntegration,
  content: string | Buffer,
  { name = 'file', pieceBytes = 7 } = {},
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  const bytes = inPieces(Buffer.from(content), pieceBytes);
  for await (const row of readRows(integration, { name, bytes })) rows.push(row);
  return rows;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
