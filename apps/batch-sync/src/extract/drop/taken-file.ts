import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { waypoint } from '#lib/telemetry';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import type { SourceFile } from '../source-file.js';
import { refuseOtherChecksum } from './checksum.js';
import { CHECKSUM } from './complete-files.js';
import type { DropFolders } from './drop-folders.js';
import type { FileOperations } from './file-operations.js';
import { rejectFile, type RejectedRow } from './reject-file.js';

/** A file that a source delivered and that waits to be settled. Each of its steps may be repeated. */
export class TakenFile {
  constructor(
    /** Tells it from other files of the same name. */
    readonly id: string,
    readonly name: string,
    private readonly folders: DropFolders,
    private readonly operations: FileOperations,
  ) {}

  /** @throws DeliveryRefusedError `delivery-no-file`, `delivery-checksum-differs` */
  async open(): Promise<SourceFile> {
    const checksum = await this.checksum();
    if (checksum !== undefined) await refuseOtherChecksum(await this.bytes(), checksum, this.name);
    return { name: this.name, bytes: await this.bytes() };
  }

  /** Gives the rows that were not accepted back to the source; none, and it has none of an earlier delivery of that name either. */
  async giveBack(rows: AsyncIterable<RejectedRow>, columns: readonly string[]): Promise<void> {
    // No file that is taken begins with a dot.
    const written = join(this.folder, '.rejected.csv');
    const given = join(this.folders.rejected, `${this.name}.csv`);
    const content = await rejectFile(rows, columns);
    if (!content) return this.operations.rm(given, { force: true });
    await this.operations.writeFile(written, content, { flush: true });
    await this.operations.rename(written, given);
  }

  /** It was applied. */
  async archive(): Promise<void> {
    waypoint('file.before-archive');
    await this.operations.rename(this.folder, join(this.folders.archive, this.id));
    waypoint('file.archived');
  }

  /** It was wrong as a whole; the reason is kept beside it. */
  async refuse({ code, message }: { code: string; message: string }): Promise<void> {
    // Under its own name with more behind it, so that it is no other file of the folder, whatever that is called.
    await this.operations.writeFile(join(this.folder, `${this.name}.reason.txt`), `${code}\n${message}\n`, {
      flush: true,
    });
    await this.operations.rename(this.folder, join(this.folders.refused, this.id));
  }

  private get folder(): string {
    return join(this.folders.working, this.id);
  }

  private async checksum(): Promise<string | undefined> {
    const file = this.name + CHECKSUM;
    if (!(await this.operations.readdir(this.folder)).includes(file)) return undefined;
    const handle = await this.handle(file);
    try {
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  }

  private async bytes(): Promise<AsyncIterable<Uint8Array>> {
    return (await this.handle(this.name)).createReadStream({ highWaterMark: 64 * 1024 });
  }

  /** A link may lead anywhere, also to files that the source may not read. */
  private async handle(file: string): Promise<FileHandle> {
    try {
      return await this.operations.open(
        join(this.folder, file),
        constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0),
      );
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error;
      const says = 'it is a link to another file, and links are not followed.';
      throw new DeliveryRefusedError('delivery-no-file', says, { file }, { cause: error });
    }
  }
}
