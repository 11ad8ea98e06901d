import { RESERVED_WORDS } from '../sql/shared-words.js';

/** What the staging tables call their own columns. */
const STAGING_NAMES: ReadonlySet<string> = new Set([
  ...['delivery', 'row_number', 'defect', 'others', 'key', 'hash', 'active', 'reason'],
  ...['loaded_hash', 'loaded_active', 'quarantined_hash', 'quarantined_active', 'quarantine'],
]);

/** Why no column may have that name; undefined when one may. */
export function whyReserved(name: string): string | undefined {
  if (STAGING_NAMES.has(name)) return `${name} is a name that the staging tables need for themselves`;
  if (RESERVED_WORDS.has(name)) return `${name} is a word of SQL, and cannot be named in expressions`;
  return undefined;
}
