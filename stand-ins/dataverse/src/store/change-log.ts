import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { StandInError } from '../../../control/src/index.js';
import type { Change, Commit } from './change.js';
import { holdDirectory } from './hold-directory.js';

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Every commit as a line of JSON, a change alone as itself, written before its client hears of it. A killed process loses nothing that it has answered for:
 * the lines are in the operating system's hands. (They are not flushed to the disk: a power cut may take the last of them.)
 */
export class ChangeLog {
  /** Where the last whole line ends. */
  private end = 0;

  private constructor(
    private readonly file: number,
    private readonly path: string,
    private readonly release: () => void,
  ) {}

  /** @throws StandInError when another live stand-in holds the directory */
  static open(directory: string): ChangeLog {
    mkdirSync(directory, { recursive: true });
    const release = holdDirectory(directory);
    const path = join(directory, 'dataverse.ndjson');
    return new ChangeLog(openSync(path, 'a+'), path, release);
  }

  /** Writes the whole line, or, on a full disk, none of it. */
  append(commit: Commit): void {
    const line = Buffer.from(`${JSON.stringify(commit.length === 1 ? commit[0] : commit)}\n`);
    try {
      for (let written = 0; written < line.length;) written += writeSync(this.file, line, written);
    } catch (error) {
      ftruncateSync(this.file, this.end);
      throw error;
    }
    this.end += line.length;
  }

  /** Hands over every whole line, then cuts off what a killed process left half-written behind them. */
  replay(apply: (change: Change) => void): void {
    this.end = this.readLines((line, number) => this.parse(line, number).forEach(apply));
    if (this.end < fstatSync(this.file).size) ftruncateSync(this.file, this.end);
  }

  clear(): void {
    ftruncateSync(this.file, 0);
    this.end = 0;
  }

  close(): void {
    closeSync(this.file);
    this.release();
  }

  /** Gives the position behind the last whole line. */
  private readLines(each: (line: string, number: number) => void): number {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let [rest, position, whole, number]: [Buffer[], number, number, number] = [[], 0, 0, 0];
    for (let read = 0; (read = readSync(this.file, chunk, 0, CHUNK, position)) > 0; position += read) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < read; end = chunk.indexOf(NEWLINE, start)) {
        each(Buffer.concat([...rest, chunk.subarray(start, end)]).toString('utf8'), (number += 1));
        rest = [];
        start = end + 1;
        whole = position + start;
      }
      if (start < read) rest.push(Buffer.from(chunk.subarray(start, read)));
    }
    return whole;
  }

  private parse(line: string, number: number): readonly Change[] {
    try {
      const commit = JSON.parse(line) as Change | Commit;
      return 'op' in commit ? [commit] : commit;
    } catch (cause) {
      throw new StandInError(`Line ${number} of ${this.path} is damaged; move the file away to start empty`, {
        cause,
      });
    }
  }
}
