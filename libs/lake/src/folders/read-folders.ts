import { LakeError } from '../lake.error.js';
import type { LakeStorage } from '../storage/lake-storage.js';
import { begunAtMs, completedFolders } from './folder-name.js';
import { openFolder, type LakeFolder } from './lake-folder.js';

const CHANGELOG = 'Changelog/changelog.info';

export interface FoldersWanted {
  /** Milliseconds since the epoch. */
  nowMs: number;
  /** Only those behind this one, which was read before. */
  after?: string | undefined;
}

/**
 * The complete folders in order, up to the first that waits for its description: that one is the last of the list.
 *
 * @throws LakeError `lake-changelog-missing`, `lake-model-unreadable`
 */
export async function readFolders(
  storage: LakeStorage,
  { nowMs, after }: FoldersWanted,
): Promise<LakeFolder[]> {
  // Before the listing: a folder that is completed in between is left for the next time.
  const current = (await storage.text(CHANGELOG))?.trim() ?? '';
  if (Number.isNaN(begunAtMs(current))) throw new LakeError('lake-changelog-missing', { file: CHANGELOG });
  const names = completedFolders(await storage.list(''), current);
  const readUntilMs = after === undefined ? -Infinity : begunAtMs(after);
  const folders: LakeFolder[] = [];
  for (const [at, name] of names.entries()) {
    if (begunAtMs(name) <= readUntilMs) continue;
    const folder = await openFolder(storage, name, names[at + 1] ?? current, nowMs);
    folders.push(folder);
    if (folder.state === 'waiting') break;
  }
  return folders;
}
