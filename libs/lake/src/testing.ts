import { Readable } from 'node:stream';
import type { LakeStorage } from './storage/lake-storage.js';

/** A container in memory: its files by their paths. A folder with nothing in it is a path that ends with a slash. */
export const lakeOf = (files: Readonly<Record<string, string>>): LakeStorage => ({
  list: async (folder) => {
    const below = folder === '' ? '' : `${folder}/`;
    const names = Object.keys(files)
      .filter((path) => path.startsWith(below) && path !== below)
      .map((path) => path.slice(below.length).split('/')[0] ?? '');
    return [...new Set(names)];
  },
  text: async (file) => files[file],
  open: (file) => Readable.from([Buffer.from(files[file] ?? '')]),
});
