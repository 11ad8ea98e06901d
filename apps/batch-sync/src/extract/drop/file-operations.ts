import { lstat, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';

/** What a drop does to files, so that a test can stop it between any two steps. */
export const fileOperations = { lstat, mkdir, open, readdir, rename, rm, writeFile };

export type FileOperations = typeof fileOperations;
