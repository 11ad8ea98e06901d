import { fill } from '../placeholders.js';
import { compare, compareMembers, isRecord, Pattern } from './compare.js';
import { below, difference, inWords } from './difference.js';

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** What stands in angle brackets in `like`. */
const WILDCARDS: Readonly<Record<string, string>> = {
  guid: GUID,
  number: '\\d+',
  hex: '[0-9a-fA-F]+',
  text: '.*',
  word: '\\w+',
};

const test = (words: string, accepts: (got: unknown) => boolean): Pattern =>
  new Pattern(words, (got, at) => (accepts(got) ? [] : [difference(at, words, got)]));

export const matching = (shape: RegExp): Pattern =>
  test(`text like ${shape}`, (got) => typeof got === 'string' && shape.test(got));

export const guid = matching(new RegExp(`^${GUID}$`));
/** Opaque to clients, but always a weak one: webapi/perform-conditional-operations-using-web-api. */
export const etag = matching(/^W\/"\d+"$/);
/** A point in time as the Web API writes it, to the second. */
export const moment = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
export const anyText = test('a text', (got) => typeof got === 'string' && got !== '');
export const anyNumber = test('a number', (got) => typeof got === 'number');
export const anyFlag = test('true or false', (got) => typeof got === 'boolean');
export const anything = test('anything', (got) => got !== undefined);
export const absent = test('nothing', (got) => got === undefined);

/** A text of which parts vary: `{placeholders}`, and in angle brackets guid, number, hex, word, text. Case is kept. */
export const like = (template: string): Pattern =>
  new Pattern(template, (got, at, scope) => {
    const shape = new RegExp(`^${escaped(fill(template, scope))}$`, 's');
    return typeof got === 'string' && shape.test(got) ? [] : [difference(at, `"${template}"`, got)];
  });

const escaped = (text: string): string =>
  text
    .split(/(<\w+>)/)
    .map((part) => WILDCARDS[part.slice(1, -1)] ?? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('');

/** An object with at least these members. */
export const including = (members: Readonly<Record<string, unknown>>): Pattern =>
  new Pattern('an object', (got, at, scope) =>
    isRecord(got) ? compareMembers(members, got, at, scope) : [difference(at, 'an object', got)],
  );

/** An array of any length whose every element is like this. */
export const each = (element: unknown): Pattern =>
  new Pattern('an array', (got, at, scope) =>
    Array.isArray(got)
      ? got.flatMap((one, index) => compare(element, one, below(at, index), scope))
      : [difference(at, 'an array', got)],
  );

/** An array in which these are among others. */
export const having = (...elements: unknown[]): Pattern =>
  new Pattern('an array', (got, at, scope) => {
    if (!Array.isArray(got)) return [difference(at, 'an array', got)];
    const missing = elements.filter(
      (one) => !got.some((other) => compare(one, other, at, scope).length === 0),
    );
    return missing.map((one) => difference(at, `an element like ${wordsOf(one)}`, got));
  });

/** The same elements in whatever order: without $orderby the service promises none. */
export const inAnyOrder = (...elements: unknown[]): Pattern =>
  new Pattern('an array', (got, at, scope) =>
    Array.isArray(got) && got.length === elements.length
      ? having(...elements).judge(got, at, scope)
      : [difference(at, `${elements.length} elements in any order`, got)],
  );

/** One of these; where none fits, the differences to the first are told. */
export const either = (...choices: [unknown, ...unknown[]]): Pattern => {
  const words = choices.map(wordsOf).join(' or ');
  return new Pattern(words, (got, at, scope) => {
    const all = choices.map((one) => compare(one, got, at, scope));
    if (all.some((found) => found.length === 0)) return [];
    return isRecord(got) ? (all[0] ?? []) : [difference(at, words, got)];
  });
};

const wordsOf = (expected: unknown): string =>
  expected instanceof Pattern ? expected.words : inWords(expected);
