import { badToken } from '../errors.js';

/** What is being downloaded: a file, or the file of a note. */
export type Downloaded = { file: string } | { note: string };

/** A token says all that it stands for, so that a download goes on after a restart. To a client it is opaque. */
export const writeDownloadToken = (downloaded: Downloaded): string =>
  Buffer.from(JSON.stringify(downloaded)).toString('base64url');

/** @throws DataverseError for what is no token of ours */
export function readDownloadToken(token: unknown): Downloaded {
  try {
    const read: unknown = JSON.parse(Buffer.from(String(token), 'base64url').toString('utf8'));
    if (isDownloaded(read)) return read;
  } catch {
    // Refused below.
  }
  throw badToken();
}

const isDownloaded = (read: unknown): read is Downloaded =>
  typeof read === 'object' && read !== null && ('file' in read || 'note' in read);
