import { fill, type Scope } from '../placeholders.js';
import { below, difference, inWords, type Difference } from './difference.js';

/** What is expected where equality would say too much: a GUID, some of the members, any order. */
export class Pattern {
  constructor(
    readonly words: string,
    readonly judge: (got: unknown, at: string, scope: Scope) => Difference[],
  ) {}
}

/**
 * Holds what came against what was expected, and tells every difference by its JSON pointer.
 *
 * Texts are equal to the last character once their placeholders are filled in, objects have the same members, arrays the same
 * elements in the same order; a `Pattern` says for itself what it takes.
 */
export function compare(expected: unknown, got: unknown, at: string, scope: Scope): Difference[] {
  if (expected instanceof Pattern) return expected.judge(got, at, scope);
  if (Array.isArray(expected)) return compareArrays(expected, got, at, scope);
  if (isRecord(expected)) return compareObjects(expected, got, at, scope);
  const wanted = typeof expected === 'string' ? fill(expected, scope) : expected;
  return Object.is(wanted, got) ? [] : [difference(at, inWords(wanted), got)];
}

function compareArrays(expected: readonly unknown[], got: unknown, at: string, scope: Scope): Difference[] {
  if (!Array.isArray(got)) return [difference(at, 'an array', got)];
  if (got.length !== expected.length)
    return [difference(at, `${expected.length} elements`, `${got.length} elements: ${inWords(got)}`)];
  return expected.flatMap((one, index) => compare(one, got[index], below(at, index), scope));
}

function compareObjects(
  expected: Readonly<Record<string, unknown>>,
  got: unknown,
  at: string,
  scope: Scope,
): Difference[] {
  if (!isRecord(got)) return [difference(at, 'an object', got)];
  const unexpected = Object.keys(got).filter((name) => !(name in expected));
  return [
    ...compareMembers(expected, got, at, scope),
    ...unexpected.map((name) => difference(below(at, name), 'nothing', got[name])),
  ];
}

/** The members that are named; others may be there. */
export const compareMembers = (
  expected: Readonly<Record<string, unknown>>,
  got: Readonly<Record<string, unknown>>,
  at: string,
  scope: Scope,
): Difference[] =>
  Object.entries(expected).flatMap(([name, one]) => compare(one, got[name], below(at, name), scope));

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
