/**
 * The Retry-After header in milliseconds from `nowMs`: whole seconds or an HTTP date (RFC 9110, 10.2.3). Undefined when
 * absent or unreadable, since a bad header must not break a call.
 */
export function retryAfterMs(headers: Record<string, string>, nowMs: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(date - nowMs, 0);
}
