import { access, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Fails in words when a file given with --json has no folder: found out before the work, not after it. */
export async function assertFolderOf(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  await access(folder).catch(() => {
    throw new Error(`There is no folder ${folder} for --json.`);
  });
}

/** Writes what --json asks for: to the file, or for `-` to where the command prints. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else await writeFile(file, text);
}
