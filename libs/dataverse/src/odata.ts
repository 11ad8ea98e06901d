/** A value as it stands in a URL of the Web API. */
export type ODataValue = string | number | boolean | null | Date;

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A row by its GUID, or by our alternate key `cw_key`. */
export type RowAddress = string | { key: string };

/** The GUID in lower case; a `TypeError` for anything else, so that nothing else is ever spliced into a URL. */
export function guid(value: string): string {
  if (!guidShape.test(value)) throw new TypeError('This is not a GUID.');
  return value.toLowerCase();
}

/** An OData literal: quotes are doubled, nothing is encoded yet (docs.oasis-open.org/odata, URL conventions 5.1.1.6). */
export function literal(value: ODataValue): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('OData has no such number.');
  return String(value);
}

/**
 * The path of one row. Alternate key values with one of `/ < > * % & : \ ? +` do not work in the service even when encoded
 * (learn.microsoft.com/power-apps/developer/data-platform/define-alternate-keys-entity), so they are refused here.
 */
export function rowPath(entitySet: string, address: RowAddress): string {
  if (typeof address === 'string') return `${entitySet}(${guid(address)})`;
  if (address.key === '' || /[/<>*%&:\\?+]/.test(address.key)) {
    throw new TypeError('This cannot be the value of an alternate key.');
  }
  return `${entitySet}(${keyColumn}=${encodeURIComponent(literal(address.key))})`;
}

/** The one alternate key that every table of ours has. */
export const keyColumn = 'cw_key';

/** Query options in the order given, encoded; those without a value are left out. */
export function queryString(options: Record<string, string | undefined>): string {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value ? [`${name}=${encodeURIComponent(value)}`] : [],
  );
  return given.length > 0 ? `?${given.join('&')}` : '';
}
