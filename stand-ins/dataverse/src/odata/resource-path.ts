import { badRequest } from '../errors.js';
import { takeLiteral, type Literal } from './literal.js';
import { Scanner } from './scanner.js';

/** What stands in the parentheses behind an entity set: a bare id, or columns with their values. */
export type KeyPredicate = { id: string } | { columns: readonly { name: string; literal: Literal }[] };

/** A path below the service root, read but not yet understood: `accounts(accountnumber='A1')/primarycontactid`. */
export interface ResourcePath {
  name: string;
  key: KeyPredicate | undefined;
  /** What follows the first segment, without its slash. */
  rest: string;
}

const NAME = /[$\w.]+/y;
const BLANKS = / */y;

/** The first segment's name, whatever stands behind it. Empty for the service root itself. */
export const resourceName = (path: string): string => /^[$\w.]*/.exec(path)?.[0] ?? '';

/** Reads a decoded path. Throws a DataverseError when it is none. */
export function parseResourcePath(path: string): ResourcePath {
  const scanner = new Scanner(path);
  const name = scanner.take(NAME) ?? '';
  const key = scanner.takeText('(') ? takeKey(scanner) : undefined;
  if (!scanner.atEnd && !scanner.takeText('/')) throw badSyntax(scanner);
  return { name, key, rest: scanner.rest };
}

function takeKey(scanner: Scanner): KeyPredicate {
  const bare = takeLiteral(scanner);
  if (bare) {
    if (bare.kind !== 'guid' || !scanner.takeText(')')) throw badSyntax(scanner);
    return { id: bare.value };
  }
  const columns = [takeKeyColumn(scanner)];
  while (scanner.takeText(',')) columns.push(takeKeyColumn(scanner));
  if (!scanner.takeText(')')) throw badSyntax(scanner);
  return { columns };
}

function takeKeyColumn(scanner: Scanner): { name: string; literal: Literal } {
  scanner.take(BLANKS);
  const name = scanner.take(NAME);
  const equals = scanner.takeText('=');
  const literal = equals ? takeLiteral(scanner) : undefined;
  if (!name || !literal) throw badSyntax(scanner);
  return { name, literal };
}

const badSyntax = ({ text, position }: Scanner) =>
  badRequest(`Bad Request - Error in query syntax: '${text.slice(0, 200)}' at position ${position}.`);
