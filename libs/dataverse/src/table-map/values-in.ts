import { MappingError } from '../errors/mapping-error.js';

/** The values of a row, if they are such: whoever writes without types may have given anything, or forgotten it. */
export function valuesIn(values: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof values === 'object' && values !== null) return values as Readonly<Record<string, unknown>>;
  throw new MappingError(
    'incomplete',
    `There is no ${what}, which holds values by the names of their columns.`,
  );
}
