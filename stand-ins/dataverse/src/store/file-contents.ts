import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The contents of files, by the id of the row that describes each: in memory, or a file each in a directory. They are written
 * before that row is, so a row that is in the log has its contents; those that no row came to are swept away at the next start.
 */
export class FileContents {
  private readonly inMemory = new Map<string, Buffer>();
  private readonly directory: string | undefined;

  constructor(dataDirectory: string | undefined) {
    this.directory = dataDirectory && join(dataDirectory, 'files');
    if (this.directory) mkdirSync(this.directory, { recursive: true });
  }

  put(id: string, bytes: Buffer): void {
    if (this.directory) writeFileSync(join(this.directory, id), bytes);
    else this.inMemory.set(id, bytes);
  }

  /** So many bytes from there on, or as many as there are. */
  read(id: string, start: number, length: number): Buffer {
    if (!this.directory) return (this.inMemory.get(id) ?? Buffer.alloc(0)).subarray(start, start + length);
    const file = openSync(join(this.directory, id), 'r');
    try {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, start));
    } finally {
      closeSync(file);
    }
  }

  delete(id: string): void {
    this.inMemory.delete(id);
    if (this.directory) rmSync(join(this.directory, id), { force: true });
  }

  /** Deletes all but these. */
  keepOnly(ids: ReadonlySet<string>): void {
    const held = this.directory ? readdirSync(this.directory) : [...this.inMemory.keys()];
    for (const id of held) if (!ids.has(id)) this.delete(id);
  }
}
