import { z } from 'zod';
import { nearNames } from '#lib/near-names';

/** In what is said where something near was found. */
export const SUGGESTION = 'did you mean';

/** Of kinds of values, as whoever writes YAML sees them. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
  array: 'a list',
  object: 'fields with their values',
  record: 'names with their values',
};

/**
 * What is wrong with a value of the catalogue, and what is allowed in its place: zod asks for it where the form has no words of its own. Of names
 * that are not known in a place zod makes one issue, so that has a line for each.
 */
export const formWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return missing(issue.input) ?? `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return oneOf(issue.input, issue.values.map(String));
    case 'invalid_union':
      return issue.discriminator !== undefined && 'options' in issue && Array.isArray(issue.options)
        ? oneOf(fieldOf(issue.input, issue.discriminator), issue.options.map(String))
        : undefined;
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return issue.keys.map((key) => notKnown(key, known)).join('\n');
    }
    case 'too_small':
      return Number(issue.minimum) === 1 && !issue.exact && issue.origin !== 'number'
        ? 'must not be empty'
        : sized(issue.exact ? 'exactly' : 'at least', Number(issue.minimum), issue.origin);
    case 'too_big':
      return sized(issue.exact ? 'exactly' : 'at most', Number(issue.maximum), issue.origin);
    case 'invalid_format':
      return issue.format === 'guid' ? 'must be a GUID' : undefined;
    default:
      return undefined;
  }
};

const missing = (input: unknown): string | undefined => (input === undefined ? 'is missing' : undefined);

function oneOf(input: unknown, allowed: readonly string[]): string {
  const words = allowed.length === 1 ? `must be ${allowed[0]}` : `must be one of ${allowed.join(', ')}`;
  if (input === undefined) return `is missing; ${words}`;
  const [near] = typeof input === 'string' ? nearNames(input, allowed, 1) : [];
  return near === undefined || allowed.length === 1 ? words : `${words}; ${SUGGESTION} ${near}?`;
}

function notKnown(name: string, known: readonly string[]): string {
  const [near] = nearNames(name, known, 1);
  const all = known.length === 1 ? `there is only ${known[0]}` : `there are ${known.join(', ')}`;
  return near === undefined ? `is no word here; ${all}` : `is no word here; ${SUGGESTION} ${near}? (${all})`;
}

function sized(bound: string, size: number, origin: string): string {
  if (origin === 'number') return `must be ${bound} ${size}`;
  const unit = origin === 'array' ? ['entry', 'entries'] : ['character', 'characters'];
  return `must have ${bound} ${size} ${unit[size === 1 ? 0 : 1]}`;
}

const fieldOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null
    ? (input as Readonly<Record<string, unknown>>)[name]
    : undefined;
