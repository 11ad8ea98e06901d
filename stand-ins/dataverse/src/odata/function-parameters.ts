import type { Argument } from './filter/expression.js';
import { takeParameters } from './filter/parameters.js';
import { aliasesOf } from './parameter-aliases.js';
import { readQueryOptions } from './query-options.js';
import { Scanner } from './scanner.js';
import { syntaxError } from './syntax-error.js';

/**
 * What a function is called with: `EntityNames=@p1` between its parentheses, and `@p1=["account"]` in the query.
 * webapi/use-web-api-functions, "Passing parameters to a function".
 *
 * @throws DataverseError 400 for what cannot be read
 */
export function readFunctionParameters(text: string, query: string): ReadonlyMap<string, Argument> {
  const aliases = aliasesOf(readQueryOptions(query, 'nothing'));
  if (text === '') return new Map();
  const scanner = new Scanner(text);
  const parameters = takeParameters(scanner, aliases);
  if (!scanner.atEnd) throw syntaxError(scanner);
  return parameters;
}
