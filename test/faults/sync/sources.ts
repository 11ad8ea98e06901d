import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { csvOf } from '../../support/csv-of.js';
import { type Finding, found } from '../finding.js';

/** The sources, which leave their rows in files, and look at what becomes of them. */
export class Sources {
  private readonly delivered: { integration: string; file: string }[] = [];

  constructor(private readonly dropDirectory: string) {}

  async deliver(integration: string, file: string, rows: readonly object[]): Promise<void> {
    const folder = join(this.dropDirectory, integration, 'incoming');
    await mkdir(folder, { recursive: true });
    const unfinished = join(folder, `${file}.part`);
    await writeFile(unfinished, csvOf(rows));
    await rename(unfinished, join(folder, file));
    this.delivered.push({ integration, file });
  }

  /** Each file is to be archived once; the last of a source may be put away when the next one comes. */
  async check(): Promise<Finding[]> {
    const findings = await Promise.all(
      this.delivered.map(async ({ integration, file }) => {
        const isLast = this.delivered.findLast((each) => each.integration === integration)?.file === file;
        const times = await this.timesArchived(integration, file);
        return [
          ...found(times > 1, 'doubled', `${file} of ${integration} was archived ${times} times`),
          ...found(times === 0 && !isLast, 'lost', `${file} of ${integration} was not archived`),
        ];
      }),
    );
    return findings.flat();
  }

  private async timesArchived(integration: string, file: string): Promise<number> {
    const archived = await readdir(join(this.dropDirectory, integration, 'archive'));
    return archived.filter((name) => name.endsWith(`_${file}`)).length;
  }
}
