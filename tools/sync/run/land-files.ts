import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { sourceFile } from '../../../apps/batch-sync/src/extract/source-file.js';
import { landFile, type Landed } from '../../../apps/batch-sync/src/intake/land-file.js';
import type { Staging } from '../../../apps/batch-sync/src/staging/staging.js';

/** A file by its name, with what became of it. */
export type LandedFile = Landed & { name: string };

/** Lands a file, or those of a folder in the order of their names. */
export async function landFiles(
  staging: Staging,
  integration: Integration,
  from: string,
): Promise<LandedFile[]> {
  const files: LandedFile[] = [];
  await staging.prepare(integration);
  for (const path of await filesAt(from)) {
    const name = basename(path);
    files.push({ name, ...(await landFile(staging, integration, name, () => sourceFile(path))) });
  }
  return files;
}

async function filesAt(from: string): Promise<string[]> {
  const found = await stat(from).catch((cause: unknown) => {
    throw new Error(`There is no ${from}.`, { cause });
  });
  if (!found.isDirectory()) return [from];
  const entries = await readdir(from, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (names.length === 0) throw new Error(`There is no file in ${from}.`);
  return names.sort().map((name) => join(from, name));
}
