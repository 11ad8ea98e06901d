/**
 * How a date or a time is written, in the terms that every staging database has: a regular expression that it fits without any group, and
 * where the parts of it stand once each number has the digits that it should have. (Groups of a regular expression would do as well, but
 * PostgreSQL takes milliseconds a text for them.)
 */
export interface MomentForm {
  readonly pattern: string;
  /** Whether a single digit is to become two, before parts are cut out. */
  readonly padded: boolean;
  /** Put together they are ISO 8601: a text as it is, or a part of the padded text from a place (from 1) on; to the end without a length. */
  readonly parts: readonly (string | { readonly from: number; readonly length?: number })[];
  /** Whether it says its offset from UTC. */
  readonly offset: boolean;
}

/** A format with a token that we do not read, or in a place where we do not. */
export class MomentFormatError extends Error {
  override readonly name = 'MomentFormatError';
  readonly code = 'moment-format';
}

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction' | 'half' | 'offset';

interface Token {
  readonly field: Field;
  readonly pattern: string;
  /** How many characters it has when padded; what has none reaches to the end. */
  readonly length?: number;
  readonly padded?: true;
  /** Stands before it: the century of a short year. */
  readonly before?: string;
}

const names = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const inAnyCase = (text: string) => text.replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`);
const hour12 = '(0[1-9]|1[0-2])';
const two = { length: 2 } as const;
const short = { ...two, padded: true } as const;

/** The tokens of Luxon that we read, each with its readings. */
const tokens: Readonly<Record<string, readonly Token[]>> = {
  yyyy: [{ field: 'year', pattern: '[0-9][0-9][0-9][0-9]', length: 4 }],
  // As Luxon does: up to 60 it is this century.
  yy: [
    { field: 'year', pattern: '([0-5][0-9]|60)', ...two, before: '20' },
    { field: 'year', pattern: '(6[1-9]|[7-9][0-9])', ...two, before: '19' },
  ],
  MMM: [{ field: 'month', pattern: `(${inAnyCase(names)})`, length: 3 }],
  MM: [{ field: 'month', pattern: '[0-9][0-9]', ...two }],
  M: [{ field: 'month', pattern: '[0-9][0-9]?', ...short }],
  dd: [{ field: 'day', pattern: '[0-9][0-9]', ...two }],
  d: [{ field: 'day', pattern: '[0-9][0-9]?', ...short }],
  HH: [{ field: 'hour', pattern: '[0-9][0-9]', ...two }],
  H: [{ field: 'hour', pattern: '[0-9][0-9]?', ...short }],
  hh: [{ field: 'hour', pattern: hour12, ...two }],
  h: [{ field: 'hour', pattern: `(${hour12}|[1-9])`, ...short }],
  mm: [{ field: 'minute', pattern: '[0-5][0-9]', ...two }],
  m: [{ field: 'minute', pattern: '[0-5]?[0-9]', ...short }],
  ss: [{ field: 'second', pattern: '[0-5][0-9]', ...two }],
  s: [{ field: 'second', pattern: '[0-5]?[0-9]', ...short }],
  SSS: [{ field: 'fraction', pattern: '[0-9][0-9][0-9]', length: 3 }],
  u: [{ field: 'fraction', pattern: '[0-9]+' }],
  a: [{ field: 'half', pattern: '[AaPp][Mm]', ...two }],
  ZZ: [{ field: 'offset', pattern: '([+-][0-9][0-9]:[0-9][0-9]|[Zz])' }],
  ZZZ: [{ field: 'offset', pattern: '([+-][0-9][0-9][0-9][0-9]|[Zz])' }],
};

/** A token, a quoted text, or a character that stands for itself. */
const element = /(?<token>([A-Za-z])\2*)|'(?<quoted>[^']*)'|(?<character>[^A-Za-z])/g;

/** A text that stands for itself, or what a token stands for. */
type Element = string | Token;

/**
 * The forms of a format in Luxon's tokens, such as `M/d/yyyy H:mm`.
 *
 * @throws MomentFormatError what of it cannot be read
 */
export function momentForms(format: string): MomentForm[] {
  let readings: Element[][] = [[]];
  for (const { groups = {} } of format.matchAll(element)) {
    const { token, quoted, character } = groups;
    const choices = token === undefined ? [quoted ?? character ?? ''] : tokens[token];
    if (choices === undefined) throw new MomentFormatError(`${token} is no token that we read in ${format}`);
    readings = readings.flatMap((reading) => choices.map((choice) => [...reading, choice]));
  }
  return readings.map((reading) => formOf(reading, format));
}

function formOf(reading: readonly Element[], format: string): MomentForm {
  const parts = partsOf(reading, format);
  const padded = reading.some((each) => typeof each !== 'string' && each.padded);
  const refuse = (why: string): never => {
    throw new MomentFormatError(`${format} cannot be read: ${why}`);
  };
  if (!parts.year) refuse('it has no year');
  if (padded && parts.fraction?.some((part) => typeof part !== 'string' && part.length === undefined))
    refuse('a fraction of any length (u) stands beside numbers of one digit');
  if (padded && reading.some((each) => typeof each === 'string' && /[0-9]/.test(each)))
    refuse('it has a digit that is no number');
  return {
    pattern: `^${reading.map((each) => (typeof each === 'string' ? escaped(each) : each.pattern)).join('')}$`,
    padded,
    parts: isoOf(parts),
    offset: parts.offset !== undefined,
  };
}

type Part = MomentForm['parts'][number];

/** Where each field stands. */
function partsOf(reading: readonly Element[], format: string): Partial<Record<Field, Part[]>> {
  const parts: Partial<Record<Field, Part[]>> = {};
  let from: number | undefined = 1;
  for (const each of reading) {
    if (from === undefined) throw new MomentFormatError(`${format} goes on after what may have any length`);
    if (typeof each === 'string') {
      from += each.length;
      continue;
    }
    const { field, length, before } = each;
    if (parts[field]) throw new MomentFormatError(`${format} has its ${field} twice`);
    const part = length === undefined ? { from } : { from, length };
    parts[field] = before === undefined ? [part] : [before, part];
    from = length === undefined ? undefined : from + length;
  }
  return parts;
}

function isoOf(parts: Partial<Record<Field, readonly Part[]>>): Part[] {
  const {
    year = [],
    month = ['01'],
    day = ['01'],
    hour,
    minute = ['00'],
    second,
    fraction,
    half,
    offset,
  } = parts;
  return [
    ...[...year, '-', ...month, '-', ...day],
    ...(hour ? [' ', ...hour, ':', ...minute] : []),
    ...(second ? [':', ...second] : []),
    ...(fraction ? ['.', ...fraction] : []),
    ...(half ? [' ', ...half] : []),
    ...(offset ?? []),
  ];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const isoDate = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
const isoTime = '[T ][0-9][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?';
const asItIs = { padded: false, parts: [{ from: 1 }] };

/** ISO 8601 as sources write it: a date, or a date and a time with `T` or a space between, with or without an offset. */
export const isoForms: readonly MomentForm[] = [
  { pattern: `^${isoDate}(${isoTime})?$`, offset: false, ...asItIs },
  { pattern: `^${isoDate}${isoTime}(Z|z|[+-][0-9][0-9](:?[0-9][0-9])?)$`, offset: true, ...asItIs },
];
