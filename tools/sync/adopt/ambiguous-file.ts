import { type FileHandle, open } from 'node:fs/promises';
import type { AmbiguousRow } from '../../../apps/batch-sync/src/adopt/adoption.js';
import { csvLine } from '../../../apps/batch-sync/src/report/csv-line.js';

const COLUMNS = ['step', 'group', 'side', 'natural key', 'row in Dataverse', 'values'];

/** The rows that somebody has to mend, as CSV: those of one group match each other. */
export class AmbiguousFile {
  private constructor(private readonly file: FileHandle) {}

  /** What was there before is gone. */
  static async open(path: string): Promise<AmbiguousFile> {
    const file = await open(path, 'w');
    await file.write(csvLine(COLUMNS));
    return new AmbiguousFile(file);
  }

  async write({ step, group, key, id, values }: AmbiguousRow): Promise<void> {
    const side = id === undefined ? 'source' : 'Dataverse';
    const named = Object.entries(values).map(([column, value]) => `${column}: ${value}`);
    await this.file.write(csvLine([step, String(group), side, key ?? '', id ?? '', named.join('; ')]));
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
