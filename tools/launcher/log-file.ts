import { createWriteStream } from 'node:fs';

/** A file that log lines are appended to. */
export function logFile(path: string) {
  const stream = createWriteStream(path, { flags: 'a' });
  return { path, stream, close: () => new Promise<void>((resolve) => stream.end(resolve)) };
}
