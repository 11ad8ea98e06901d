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

/** The files of a folder, by their names in order. */
export interface FilesByState {
  /** Deliveries that are complete. A link is one, too: whoever opens it refuses it. */
  complete: string[];
  /** Their marker has not come. */
  unmarked: string[];
  /** The source is not said to use such names. */
  misnamed: string[];
}

/** What is still written, or lies beside another file, is none of them. */
export function filesByState(
  entries: readonly Dirent[],
  { files, doneMarker }: CompleteWhen,
): Readonly<FilesByState> {
  const all = new Set(entries.map(({ name }) => name));
  const found: FilesByState = { complete: [], unmarked: [], misnamed: [] };
  for (const name of entries.filter(isOffered).map(nameOf).sort()) {
    if (files !== undefined && !isLike(name, files)) found.misnamed.push(name);
    else if (doneMarker && !all.has(name + DONE)) found.unmarked.push(name);
    else found.complete.push(name);
  }
  return found;
}

const nameOf = ({ name }: Dirent): string => name;

const isOffered = (entry: Dirent): boolean =>
  (entry.isFile() || entry.isSymbolicLink()) &&
  !entry.name.startsWith('.') &&
  !endsAsOneOf(entry.name, [...COMPANIONS, ...UNFINISHED]);

const endsAsOneOf = (name: string, ends: readonly string[]) =>
  ends.some((end) => name.toLowerCase().endsWith(end));
