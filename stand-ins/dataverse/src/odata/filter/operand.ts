import { takeLiteral } from '../literal.js';
import type { ParameterAliases } from '../parameter-aliases.js';
import { Scanner } from '../scanner.js';
import { syntaxError } from '../syntax-error.js';
import type { Operand } from './expression.js';

const PATH = /[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*(?![\w/(])/y;
const ALIAS = /@[A-Za-z_]\w*/y;

/** A literal, a property or an alias for one of them, right here; nothing when there is none. */
export function takeOperand(scanner: Scanner, aliases: ParameterAliases | 'none'): Operand | undefined {
  const literal = takeLiteral(scanner);
  if (literal) return { kind: 'literal', literal };
  const path = scanner.take(PATH);
  if (path !== undefined) return { kind: 'path', path: path.split('/') };
  return takeAlias(scanner, aliases, takeOperand, { kind: 'literal', literal: { kind: 'null' } });
}

/**
 * Reads what an alias stands for; one without a value is null. Aliases are not for use inside of `$expand`:
 * webapi/query/overview, "Use parameter aliases with query options".
 */
export function takeAlias<Meaning>(
  scanner: Scanner,
  aliases: ParameterAliases | 'none',
  take: (scanner: Scanner, aliases: 'none') => Meaning | undefined,
  ifAbsent: Meaning,
): Meaning | undefined {
  if (aliases === 'none') return undefined;
  const name = scanner.take(ALIAS);
  if (name === undefined) return undefined;
  const text = aliases.get(name);
  if (text === undefined) return ifAbsent;
  const inner = new Scanner(text.trim());
  const meaning = take(inner, 'none');
  if (meaning === undefined || !inner.atEnd) throw syntaxError(inner);
  return meaning;
}
