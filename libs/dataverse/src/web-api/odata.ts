import { MappingError } from '../errors/mapping-error.js';

/** A value as it stands in a URL of the Web API. */
export type ODataValue = string | number | boolean | null | Date;

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The GUID in lower case; a `MappingError` that says `what` is none for anything else, so that nothing else is ever spliced into a URL. */
export function guid(value: unknown, what: string): string {
  if (typeof value !== 'string' || !guidShape.test(value))
    throw new MappingError('wrong-value', `${what} is not a GUID.`);
  return value.toLowerCase();
}

/** The GUID at the end of a row's path, or of a link to it, in lower case; undefined where it ends with an alternate key. */
export const guidAtEnd = (path: string): string | undefined =>
  /\(([0-9a-f-]{36})\)$/i.exec(path)?.[1]?.toLowerCase();

/** A calendar day, `YYYY-MM-DD`; a `MappingError` that says `what` is none for anything else. */
export function dayOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value))
    throw new MappingError('wrong-value', `${what} is not a day, such as 2025-01-31.`);
  return value;
}

/**
 * An OData literal: quotes are doubled, nothing is encoded yet (docs.oasis-open.org/odata, URL conventions 5.1.1.6). What is
 * none of these kinds is a `TypeError`, whatever it would look like as text.
 */
export function literal(value: ODataValue): string {
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return String(value);
  throw new TypeError('OData has no such value.');
}

const quoted = (text: string): string => `'${wellFormed(text).replaceAll("'", "''")}'`;

/** The text, as it is; a `TypeError` for one with half a surrogate pair, which cannot be encoded. */
export function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('This is no text.');
  return text;
}

/** Query options in the order given, encoded; those without a value are left out. */
export function queryString(options: Record<string, string | undefined>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  return given.length > 0 ? `?${given.join('&')}` : '';
}
