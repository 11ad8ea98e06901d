/** The database cannot be reached at the moment: nothing is known to be wrong with the request itself. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly code = 'database-unavailable';
}

/** Connection refused, reset, gone or not found, as Node reports it. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/**
 * PostgreSQL's words for "not now": 57P01 to 57P03 a shutdown, crash or start under way, 53300 too many
 * connections, class 08 connection exceptions. https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const serverCodes = /^(57P0[123]|53300|08.{3})$/;

/** pg gives these without a code. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

/** True when an error of pg or Kysely says that the database is away, so that the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable);
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return networkCodes.has(code) || serverCodes.test(code);
  return driverMessages.test(error.message);
}
