import { acceptedColumns, landingColumns } from '../../staging/tables/reserved-columns.js';
import { RESERVED_WORDS } from '../sql/shared-words.js';

const STAGING_NAMES: ReadonlySet<string> = new Set([
  ...Object.values(landingColumns),
  ...Object.values(acceptedColumns),
]);

/** Why no column may have that name; undefined when one may. */
export function whyReserved(name: string): string | undefined {
  if (STAGING_NAMES.has(name)) return `${name} is a name that the staging tables need for themselves`;
  if (RESERVED_WORDS.has(name)) return `${name} is a word of SQL, and cannot be named in expressions`;
  return undefined;
}
