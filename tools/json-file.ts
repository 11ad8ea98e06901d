import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Fails in words when a file given with an option cannot be written: found out before the work, not after it. */
export async function assertFolderOf(file: string, option = '--json'): Promise<void> {
  const folder = dirname(resolve(file));
  await access(folder).catch(() => {
    throw new Error(`There is no folder ${folder} for ${option}.`);
  });
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) throw new Error(`${file} is a folder; ${option} wants a file.`);
}

/** Writes what --json asks for: to the file, or for `-` to where the command prints. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else await writeFile(file, text);
}
