import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StandInError } from '../../../control/src/index.js';

/** Directories held by this very process: its own id in the file says nothing about them. */
const heldHere = new Set<string>();

/**
 * Marks a directory as ours until the returned function is called. The mark of a process that has died counts for nothing.
 * Throws a StandInError when a live process holds it.
 */
export function holdDirectory(directory: string): () => void {
  const mark = join(resolve(directory), 'dataverse.pid');
  const holder = readHolder(mark);
  if (heldHere.has(mark) || (holder !== undefined && holder !== process.pid && isAlive(holder))) {
    throw new StandInError(
      `${directory} is held by another Dataverse stand-in (process ${holder}); if there is none, delete ${mark}`,
    );
  }
  writeFileSync(mark, String(process.pid));
  heldHere.add(mark);
  return () => {
    heldHere.delete(mark);
    rmSync(mark, { force: true });
  };
}

function readHolder(mark: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(mark, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
