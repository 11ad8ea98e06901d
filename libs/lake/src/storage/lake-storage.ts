import type { Readable } from 'node:stream';

/** The lake's container, wherever it lies. Paths are below it, with slashes. */
export interface LakeStorage {
  /** The names of what is in a folder; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>;
  /** A small file as text; undefined when there is none. */
  text(file: string): Promise<string | undefined>;
  /** A file of any size, as bytes; an error of the stream when there is none. */
  open(file: string): Readable;
}
