/**
 * Personal data and secrets are kept out of log lines where they are written. This list is the net below: a field of one of
 * these names, at the top or one or two levels down, is written as `[redacted]`.
 */
export const REDACTED: ReadonlySet<string> = new Set([
  'authorization',
  'password',
  'secret',
  'token',
  'access_token',
  'client_secret',
  'cookie',
  'body',
  'title',
  'description',
  'address',
  'location',
  'reporter',
  'email',
  'phone',
  'firstName',
  'lastName',
  'fullName',
]);

/** What is written in their place. */
export const CENSOR = '[redacted]';

/** The top and two levels more. */
const LEVELS = 3;

type Fields = Record<string, unknown>;

/** The fields of a log line as they may be written: a copy, since what is logged goes on being used. */
export const redacted = (fields: Fields): Fields => redactedTo(LEVELS, fields) as Fields;

/** pino's own `redact` walks each path of its list: with these names on three levels, that is most of what a line costs. */
function redactedTo(levels: number, value: unknown): unknown {
  if (levels === 0 || !isContainer(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => redactedTo(levels - 1, item));
  const written: Fields = {};
  for (const [name, field] of Object.entries(value))
    written[name] = REDACTED.has(name) ? CENSOR : redactedTo(levels - 1, field);
  return written;
}

/** Errors have a serializer that writes what is safe; what says itself how it becomes JSON, such as a date, is no container. */
const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && !('toJSON' in value);
