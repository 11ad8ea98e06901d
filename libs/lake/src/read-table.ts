import type { LakeFolder } from './folders/lake-folder.js';
import { readFolders } from './folders/read-folders.js';
import { LakeError } from './lake.error.js';
import { csvLines } from './rows/csv-lines.js';
import { latestRows } from './rows/latest-rows.js';
import type { LakeRow } from './rows/lake-row.js';
import { RowReader } from './rows/row-reader.js';
import type { LakeStorage } from './storage/lake-storage.js';

type ReadyFolder = Extract<LakeFolder, { state: 'ready' }>;

/**
 * Every version of a table's rows in a folder, in no order: rows that are there and rows that are gone lie in files of their own.
 *
 * @param table its logical name
 * @throws LakeError when the table has files that cannot be read
 */
export async function* versionsIn(
  storage: LakeStorage,
  { name, model }: ReadyFolder,
  table: string,
): AsyncGenerator<LakeRow> {
  const files = (await storage.list(`${name}/${table}`)).filter((file) => file.endsWith('.csv')).sort();
  for (const file of files.map((one) => `${name}/${table}/${one}`)) {
    const columns = model.get(table);
    if (!columns) throw new LakeError('lake-model-unreadable', { file });
    const reader = new RowReader(columns, file);
    for await (const line of csvLines(storage, file)) yield reader.read(line);
  }
}

/**
 * A table as it was when the last readable folder was completed, by id. Holds the whole table in memory.
 *
 * @param table its logical name
 * @param nowMs milliseconds since the epoch
 * @throws LakeError when the lake cannot be read
 */
export async function readTable(
  storage: LakeStorage,
  table: string,
  nowMs: number,
): Promise<Map<string, LakeRow>> {
  const folders = await readFolders(storage, { nowMs });
  return latestRows(versionsInAll(storage, folders.filter(isReady), table));
}

async function* versionsInAll(storage: LakeStorage, folders: readonly ReadyFolder[], table: string) {
  for (const folder of folders) yield* versionsIn(storage, folder, table);
}

const isReady = (folder: LakeFolder): folder is ReadyFolder => folder.state === 'ready';
