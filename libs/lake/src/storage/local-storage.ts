import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeStorage } from './lake-storage.js';

/** A container that lies in a folder of this machine: the stand-in's, or one that is mounted. @param path the container itself */
export const localStorage = (path: string): LakeStorage => ({
  list: (folder) => orWhenAbsent(readdir(join(path, folder)), []),
  text: (file) => orWhenAbsent(readFile(join(path, file), 'utf8'), undefined),
  open: (file) => createReadStream(join(path, file)),
});

const orWhenAbsent = <T, Absent>(found: Promise<T>, absent: Absent): Promise<T | Absent> =>
  found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return absent;
    throw error;
  });
