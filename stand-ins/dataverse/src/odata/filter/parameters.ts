import { invalidQuery } from '../../errors.js';
import { takeLiteral } from '../literal.js';
import type { ParameterAliases } from '../parameter-aliases.js';
import type { Scanner } from '../scanner.js';
import { syntaxError } from '../syntax-error.js';
import type { Argument } from './expression.js';
import { takeAlias } from './operand.js';

const NAME = /[A-Za-z]\w*/y;
const DOUBLE_QUOTED = /"(?:[^"\\]|\\.)*"/y;
const SINGLE_QUOTED = /'[^']*'/y;

/** `PropertyName='a',PropertyValues=["b","c"]`, the part between a query function's parentheses. */
export function takeParameters(
  scanner: Scanner,
  aliases: ParameterAliases | 'none',
): ReadonlyMap<string, Argument> {
  const parameters = new Map<string, Argument>();
  do {
    const name = scanner.take(NAME);
    if (!name || !scanner.takeToken('=')) throw syntaxError(scanner);
    const argument = takeArgument(scanner, aliases);
    if (!argument) throw syntaxError(scanner);
    parameters.set(name, argument);
  } while (scanner.takeToken(','));
  return parameters;
}

function takeArgument(scanner: Scanner, aliases: ParameterAliases | 'none'): Argument | undefined {
  if (scanner.takeToken('[')) return { kind: 'list', values: takeValues(scanner) };
  return takeLiteral(scanner) ?? takeAlias<Argument>(scanner, aliases, takeArgument, { kind: 'null' });
}

/** The service reads the list as JSON that may have single quotes too; a doubled quote does not mean one there. */
function takeValues(scanner: Scanner): readonly string[] {
  const values: string[] = [];
  if (scanner.takeToken(']')) return values;
  do values.push(takeText(scanner));
  while (scanner.takeToken(','));
  if (!scanner.takeToken(']')) throw noComma();
  return values;
}

function takeText(scanner: Scanner): string {
  const double = scanner.take(DOUBLE_QUOTED);
  if (double !== undefined) return unescape(scanner, double);
  const single = scanner.take(SINGLE_QUOTED);
  if (single !== undefined) return single.slice(1, -1);
  const literal = takeLiteral(scanner);
  if (literal?.kind !== 'number') throw syntaxError(scanner);
  throw invalidQuery(`Cannot convert the literal '${literal.value}' to the expected type 'Edm.String'.`);
}

function unescape(scanner: Scanner, json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    throw syntaxError(scanner);
  }
}

/** In the words of webapi/query/filter-rows, "Manage single quotes". */
const noComma = () =>
  invalidQuery(
    "Invalid JSON. A comma character ',' was expected in scope 'Array'. Every two elements in an array and properties of an object must be separated by commas.",
  );
