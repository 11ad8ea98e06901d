import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { sourceFile } from '../../../apps/batch-sync/src/extract/source-file.js';
import { landFile, type Landed } from '../../../apps/batch-sync/src/intake/land-file.js';
import type { Refusal } from '../../../apps/batch-sync/src/staging/delivery-report.js';
import type { Landing, Staging } from '../../../apps/batch-sync/src/staging/staging.js';

/** A file by its name, with what became of it. */
export type LandedFile = Landed & { name: string };

/** Lands a file, or those of a folder in the order of their names: all of them, or when one cannot be opened, or Ctrl-C comes, none. */
export async function landFiles(
  staging: Staging,
  integration: Integration,
  from: string,
  landing: Landing = {},
): Promise<LandedFile[]> {
  const files: LandedFile[] = [];
  try {
    for (const path of await filesAt(from)) {
      landing.signal?.throwIfAborted();
      const name = basename(path);
      const landed = await landFile(staging, integration, name, () => sourceFile(path), landing);
      files.push({ name, ...landed });
    }
    landing.signal?.throwIfAborted();
    return files;
  } catch (error) {
    await takeAway(staging, integration, files);
    throw error;
  }
}

/** Works with all deliveries that wait, those of the files at last, which are landed for that alone and taken away again: no run takes them. */
export async function whileLanded<Result>(
  staging: Staging,
  integration: Integration,
  { from, signal }: { readonly from: string | undefined; readonly signal?: AbortSignal | undefined },
  work: (deliveries: readonly string[], refusals: readonly Refusal[]) => Promise<Result>,
): Promise<Result> {
  const before = await staging.waiting(integration);
  const landing = { onTrial: true, signal };
  const files = from === undefined ? [] : await landFiles(staging, integration, from, landing);
  try {
    const refusals = files.flatMap((file) => ('refusal' in file ? file.refusal : []));
    return await work([...before, ...deliveriesOf(files)], refusals);
  } finally {
    await takeAway(staging, integration, files);
  }
}

async function takeAway(
  staging: Staging,
  integration: Integration,
  files: readonly LandedFile[],
): Promise<void> {
  for (const delivery of deliveriesOf(files)) await staging.discard(integration, delivery);
}

const deliveriesOf = (files: readonly LandedFile[]): string[] =>
  files.flatMap((file) => ('delivery' in file ? file.delivery : []));

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
