import { unreadableBatch } from '../errors.js';

/** By name, in lower case. */
export type Headers = Readonly<Record<string, string>>;

const LINE_END = '\r\n';

/** Splits a message at its first empty line into the lines of its head and its content. A head may end with the message. */
export function splitHead(message: Buffer): { lines: string[]; content: Buffer } {
  if (message.toString('latin1', 0, 2) === LINE_END) return { lines: [], content: message.subarray(2) };
  const end = message.indexOf(LINE_END + LINE_END);
  const head = end < 0 ? message : message.subarray(0, end);
  const lines = head.toString('utf8').split(LINE_END).filter(Boolean);
  if (lines.some((line) => /[\r\n]/.test(line))) throw unreadableBatch();
  return { lines, content: end < 0 ? Buffer.alloc(0) : message.subarray(end + 2 * LINE_END.length) };
}

export function readHeaders(lines: readonly string[]): Headers {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
      if (!name) throw unreadableBatch();
      return [name.toLowerCase(), value ?? ''];
    }),
  );
}
