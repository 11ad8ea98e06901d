import { join } from 'node:path';
import { COMPANIONS, type CompleteWhen, filesByState } from './complete-files.js';
import { type DropFolders, dropFolders } from './drop-folders.js';
import { fileOperations, type FileOperations } from './file-operations.js';
import { passedOver, type PassedOverFile } from './passed-over.js';
import { TakenFile } from './taken-file.js';

/** `2026-11-24T22-03-31.123Z`, in front of the name of a file. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}\.\d{3}Z_/;

/**
 * The folder in which a source leaves its files.
 *
 * A complete file is taken: it gets a folder of its own in `working`, named after the moment and itself, and is moved there after its
 * marker and its checksum. So whoever finds a folder without its file knows that it is still to be moved, and a marker never waits for
 * a later file of the same name. Once it is settled, its folder goes to `archive` or `refused` by a single move. A process that ends
 * between any two steps leaves what the next one goes on with; a file that was applied and not archived is given again, and applying
 * it again changes nothing.
 *
 * One process at a time takes or settles files of a folder.
 */
export class FileDrop {
  private readonly folders: DropFolders;

  constructor(
    folder: string,
    private readonly when: CompleteWhen = {},
    private readonly now: () => Date = () => new Date(),
    private readonly operations: FileOperations = fileOperations,
  ) {
    this.folders = dropFolders(folder);
  }

  /** What was taken and is not settled, in the order in which it was taken. */
  async unsettled(): Promise<TakenFile[]> {
    const { operations, folders } = this;
    for (const folder of Object.values(folders)) await operations.mkdir(folder, { recursive: true });
    const ids = (await operations.readdir(folders.working)).sort();
    return inTurn(ids, (id) => this.goOnTaking(id));
  }

  /** The same, and behind it all complete files in the order of their names. */
  async takeAll(): Promise<TakenFile[]> {
    const earlier = await this.unsettled();
    const entries = await this.operations.readdir(this.folders.incoming, { withFileTypes: true });
    const { complete } = filesByState(entries, this.when);
    return [...earlier, ...(await inTurn(complete, (name) => this.take(name)))];
  }

  /** What is left lying in `incoming`, and why. Anybody may look at any time. */
  passedOver(): Promise<PassedOverFile[]> {
    const { folders, when, operations, now } = this;
    return passedOver(folders.incoming, when, { operations, now: now() });
  }

  private async take(name: string): Promise<TakenFile | undefined> {
    const id = `${this.now().toISOString().replaceAll(':', '-')}_${name}`;
    await this.operations.mkdir(join(this.folders.working, id));
    return this.goOnTaking(id);
  }

  private async goOnTaking(id: string): Promise<TakenFile | undefined> {
    const name = id.replace(MOMENT, '');
    const folder = join(this.folders.working, id);
    const isTaken = (await this.operations.readdir(folder)).includes(name);
    if (!isTaken) {
      for (const companion of COMPANIONS) await this.move(name + companion, folder);
      // Its source took it back.
      if (!(await this.move(name, folder)))
        return void (await this.operations.rm(folder, { recursive: true }));
    }
    return new TakenFile(id, name, this.folders, this.operations);
  }

  private async move(name: string, to: string): Promise<boolean> {
    try {
      await this.operations.rename(join(this.folders.incoming, name), join(to, name));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }
}

/** Takes them one after the other; what its source took back is left out. */
async function inTurn(
  names: readonly string[],
  take: (name: string) => Promise<TakenFile | undefined>,
): Promise<TakenFile[]> {
  const taken: TakenFile[] = [];
  for (const name of names) {
    const file = await take(name);
    if (file) taken.push(file);
  }
  return taken;
}
