import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A server that says it runs on this data directory and whose process lives. */
export interface LivePostmaster {
  readonly pid: number;
  /** Absent during the first instants of its start. */
  readonly port?: number;
}

/**
 * Reads PostgreSQL's own `postmaster.pid` (line 1: process id, line 4: port). It is PostgreSQL's file: we never
 * write or delete it, a stale one is sorted out by the next PostgreSQL that starts there.
 * https://www.postgresql.org/docs/18/storage-file-layout.html
 */
export async function readLivePostmaster(dataDirectory: string): Promise<LivePostmaster | undefined> {
  const text = await readFile(join(dataDirectory, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pidLine, , , portLine] = text.split('\n');
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  const port = Number(portLine);
  return port > 0 ? { pid, port } : { pid };
}

/** True while a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
