import { badRequest } from '../errors.js';
import type { QueryOptions } from './query-options.js';

/** The rows at most that `$top` asks for: webapi/query/overview, "Limit the number of rows". */
export function readTop(options: QueryOptions): number | undefined {
  const top = options.get('$top');
  if (top === undefined) return undefined;
  if (!/^\d+$/.test(top))
    throw badRequest(
      `Invalid value '${top}' for $top query option found. The $top query option requires a non-negative integer value.`,
    );
  return Number(top);
}
