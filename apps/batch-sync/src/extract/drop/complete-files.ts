import type { Dirent } from 'node:fs';
import { isLike } from './is-like.js';

/** Which files of a folder are deliveries. */
export interface CompleteWhen {
  /** Their names, by shell patterns; all of them unless given. */
  files?: string;
  /** Whether a file `X.done` says that X is complete. Otherwise X is, once it has a name that does not end as unfinished ones do. */
  doneMarker?: boolean;
}

export const DONE = '.done';
export const CHECKSUM = '.sha256';

/** What comes beside a delivery, and goes with it. */
export const COMPANIONS = [DONE, CHECKSUM];

/** How programs name a file that they still write. */
const UNFINISHED = ['.part', '.partial', '.filepart', '.tmp', '.temp'];

/** The names of the complete deliveries in their order. A link is one, too: whoever opens it refuses it. */
export function completeFiles(entries: readonly Dirent[], { files, doneMarker }: CompleteWhen): string[] {
  const all = new Set(entries.map(({ name }) => name));
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !endsAsOneOf(name, [...COMPANIONS, ...UNFINISHED]))
    .filter((name) => files === undefined || isLike(name, files))
    .filter((name) => !doneMarker || all.has(name + DONE))
    .sort();
}

const endsAsOneOf = (name: string, ends: readonly string[]) =>
  ends.some((end) => name.toLowerCase().endsWith(end));
