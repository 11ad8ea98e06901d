import { badRequest } from '../errors.js';
import { takeLiteral, type Literal } from './literal.js';
import { Scanner } from './scanner.js';

/** What stands in the parentheses behind a name: a bare id, or names with their values; none at all for a call `WhoAmI()`. */
export type KeyPredicate = { id: string } | { columns: readonly { name: string; literal: Literal }[] };

/** One step of a path: `accounts(accountnumber='A1')`, `primarycontactid`, `$ref`. */
export interface PathSegment {
  name: string;
  key: KeyPredicate | undefined;
}

const NAME = /[$\w.]+/y;
const BLANKS = / */y;

/** Reads a decoded path below the service root into its steps; none for the root itself. Throws a DataverseError. */
export function parseResourcePath(path: string): PathSegment[] {
  const scanner = new Scanner(path);
  const segments: PathSegment[] = [];
  while (!scanner.atEnd) {
    const name = scanner.take(NAME);
    if (!name) throw badSyntax(scanner);
    segments.push({ name, key: scanner.takeText('(') ? takeKey(scanner) : undefined });
    if (!scanner.atEnd && !scanner.takeText('/')) throw badSyntax(scanner);
  }
  return segments;
}

function takeKey(scanner: Scanner): KeyPredicate {
  if (scanner.takeText(')')) return { columns: [] };
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
