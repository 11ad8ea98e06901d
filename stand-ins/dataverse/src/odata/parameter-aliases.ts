import type { QueryOptions } from './query-options.js';

/** What the `@p1=...` of a query stand for, by name with the `@`: webapi/query/overview, "Use parameter aliases". */
export type ParameterAliases = ReadonlyMap<string, string>;

export const aliasesOf = (options: QueryOptions): ParameterAliases =>
  new Map([...options].filter(([name]) => name.startsWith('@')));
