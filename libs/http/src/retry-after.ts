/**
 * No far side is believed to be away for longer: three windows of the service protection limits. One mistaken header must not
 * hold work back for years; whoever comes back too soon is told again.
 */
const longestBelievedMs = 900_000;

/**
 * The Retry-After header in milliseconds from `nowMs`: whole seconds or an HTTP date (RFC 9110, 10.2.3). Undefined when
 * absent or unreadable, since a bad header must not break a call. Never more than 15 minutes.
 */
export function retryAfterMs(headers: Record<string, string>, nowMs: number): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Math.min(Number(value) * 1_000, longestBelievedMs);
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - nowMs, 0), longestBelievedMs);
}
