import { rm, writeFile } from 'node:fs/promises';

/**
 * Writes settings for `node --env-file`, so that a further process of a service can be started by hand beside those that run. There
 * are secrets in it, so only its owner can read it. Once closed it is gone: a process that it is given later would wait for a database
 * that does not run.
 */
export async function servicesFile(
  path: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ path: string; close(): Promise<void> }> {
  const lines = Object.entries(settings).map(([name, value]) => `${name}="${value}"\n`);
  // A file that is there would keep its mode.
  await rm(path, { force: true });
  await writeFile(path, lines.join(''), { mode: 0o600 });
  return { path, close: () => rm(path, { force: true }) };
}
