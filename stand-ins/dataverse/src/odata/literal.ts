import type { Scanner } from './scanner.js';

/** A literal as it stands in a URL, before anybody asks which column it is for. */
export type Literal =
  | { kind: 'null' }
  | { kind: 'string'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'number'; value: number; whole: boolean }
  | { kind: 'guid'; value: string }
  | { kind: 'date'; value: string }
  | { kind: 'datetime'; value: string };

const STRING = /'(?:[^']|'')*'/y;
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy;
const DATETIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/iy;
const DATE = /\d{4}-\d{2}-\d{2}(?![\w-])/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.-])/iy;
const WORD = /(?:true|false|null)(?!\w)/y;

/** Reads the literal at the scanner's position; nothing when there is none. A quote in a string is doubled. */
export function takeLiteral(scanner: Scanner): Literal | undefined {
  const text = scanner.take(STRING);
  if (text !== undefined) return { kind: 'string', value: text.slice(1, -1).replaceAll("''", "'") };
  const guid = scanner.take(GUID);
  if (guid !== undefined) return { kind: 'guid', value: guid.toLowerCase() };
  const datetime = scanner.take(DATETIME);
  if (datetime !== undefined) return { kind: 'datetime', value: datetime };
  const date = scanner.take(DATE);
  if (date !== undefined) return { kind: 'date', value: date };
  const number = scanner.take(NUMBER);
  if (number !== undefined) return { kind: 'number', value: Number(number), whole: /^-?\d+$/.test(number) };
  const word = scanner.take(WORD);
  if (word === undefined) return undefined;
  return word === 'null' ? { kind: 'null' } : { kind: 'boolean', value: word === 'true' };
}
