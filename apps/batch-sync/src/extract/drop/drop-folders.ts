import { join } from 'node:path';

/** The folders below a source's own, each for one state of its files. */
export interface DropFolders {
  /** The source writes here. */
  incoming: string;
  /** Those that were taken and are not settled, each in a folder of its own. */
  working: string;
  /** Those that were applied. */
  archive: string;
  /** Those that were wrong as a whole, with the reason beside them. */
  refused: string;
  /** What the source gets back: the rows that were not accepted, under the name of its file. */
  rejected: string;
}

export const dropFolders = (folder: string): DropFolders => ({
  incoming: join(folder, 'incoming'),
  working: join(folder, 'working'),
  archive: join(folder, 'archive'),
  refused: join(folder, 'refused'),
  rejected: join(folder, 'rejected'),
});
