import { invalidQuery } from '../errors.js';
import { takeLiteral } from '../odata/literal.js';
import { Scanner } from '../odata/scanner.js';
import type { Definition, TypeOutline } from './definition.js';
import { functionNotSupported, noSuchProperty, notComparable, operatorNotSupported } from './refusals.js';

/** A value, or a value within a complex one: `RequiredLevel/Value eq Microsoft.Dynamics.CRM.AttributeRequiredLevel'None'`. */
interface Condition {
  path: readonly [string, ...string[]];
  equal: boolean;
  value: unknown;
}

/** All of them must hold: webapi/query-metadata-web-api. */
export type DefinitionFilter = readonly Condition[];

const BLANKS = /\s*/y;
const PATH = /[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*/y;
const ENUM = /[\w.]+'[^']*'/y;

/**
 * Metadata is filtered by less than rows are: equal or not, of primitive and enumerated values, joined by `and`. For the rest the
 * service answers 501, as reported. Throws a DataverseError.
 */
export function parseDefinitionFilter(text: string): DefinitionFilter {
  const scanner = new Scanner(text);
  const conditions = takeConditions(scanner);
  if (!scanner.atEnd) throw syntaxError(scanner);
  return conditions;
}

function takeConditions(scanner: Scanner): Condition[] {
  const conditions = takeTerm(scanner);
  for (let word = takeWord(scanner); word !== undefined; word = takeWord(scanner)) {
    if (word === 'or') throw operatorNotSupported(word);
    if (word !== 'and') throw syntaxError(scanner);
    conditions.push(...takeTerm(scanner));
  }
  return conditions;
}

function takeTerm(scanner: Scanner): Condition[] {
  scanner.take(BLANKS);
  if (!scanner.takeText('(')) return [takeCondition(scanner)];
  const within = takeConditions(scanner);
  if (!scanner.takeText(')')) throw syntaxError(scanner);
  scanner.take(BLANKS);
  return within;
}

function takeCondition(scanner: Scanner): Condition {
  const path = takeWord(scanner);
  if (!path) throw syntaxError(scanner);
  if (path === 'not') throw operatorNotSupported(path);
  if (scanner.rest.startsWith('(')) throw functionNotSupported(path);
  const operator = takeWord(scanner);
  if (operator !== 'eq' && operator !== 'ne')
    throw operator ? operatorNotSupported(operator) : syntaxError(scanner);
  const [first = '', ...more] = path.split('/');
  return { path: [first, ...more], equal: operator === 'eq', value: takeValue(scanner) };
}

function takeValue(scanner: Scanner): unknown {
  const member = scanner.take(ENUM);
  if (member !== undefined) return member.slice(member.indexOf("'") + 1, -1);
  const literal = takeLiteral(scanner);
  if (!literal) throw syntaxError(scanner);
  scanner.take(BLANKS);
  return literal.kind === 'null' ? null : literal.value;
}

function takeWord(scanner: Scanner): string | undefined {
  scanner.take(BLANKS);
  const word = scanner.take(PATH);
  scanner.take(BLANKS);
  return word;
}

/** Throws a DataverseError when the type lacks a property, or when it has no value to compare. */
export function checkFilter(filter: DefinitionFilter, type: TypeOutline): void {
  for (const { path } of filter) if (!type.properties.has(path[0])) throw noSuchProperty(type, path[0]);
}

export const passes = (filter: DefinitionFilter, definition: Definition): boolean =>
  filter.every(({ path, equal, value }) => (valueAt(definition, path) === value) === equal);

function valueAt(definition: Definition, [property, ...rest]: Condition['path']): unknown {
  let value = definition.read(property);
  for (const name of rest)
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined;
  if (typeof value === 'object' && value !== null) throw notComparable([property, ...rest].join('/'));
  return value;
}

const syntaxError = ({ text, position }: Scanner) =>
  invalidQuery(`Syntax error at position ${position} in '${text}'.`);
