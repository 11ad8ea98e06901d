import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { type CompleteWhen, DONE, filesByState } from './complete-files.js';
import type { FileOperations } from './file-operations.js';

/** A file that its source has left and that no run takes as it is. */
export interface PassedOverFile {
  readonly name: string;
  /** Why, for an operator. */
  readonly says: string;
}

/** A source that writes a marker writes it after the file, not after an hour. */
const LONG_MS = 60 * 60 * 1_000;

/** What lies in a folder and is not taken: under a name that the source is not said to use, or long without its marker. */
export async function passedOver(
  folder: string,
  when: CompleteWhen,
  { operations, now }: { operations: FileOperations; now: Date },
): Promise<PassedOverFile[]> {
  const entries = await operations.readdir(folder, { withFileTypes: true }).catch(noneIfAbsent);
  const { misnamed, unmarked } = filesByState(entries, when);
  const found = misnamed.map((name) => ({ name, says: `the integration takes files like ${when.files}` }));
  for (const name of unmarked) {
    const waitsSince = await lastChanged(join(folder, name), operations);
    if (waitsSince !== undefined && now.getTime() - waitsSince > LONG_MS)
      found.push({ name, says: `its marker ${name}${DONE} has not come for more than an hour` });
  }
  return found;
}

/** Nothing was left where there is no folder yet. */
function noneIfAbsent(error: NodeJS.ErrnoException): Dirent[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** When something was done to it here, whatever its source says of its age; undefined when it is there no more. */
const lastChanged = (path: string, { lstat }: FileOperations): Promise<number | undefined> =>
  lstat(path).then(
    ({ ctimeMs }) => ctimeMs,
    () => undefined,
  );
