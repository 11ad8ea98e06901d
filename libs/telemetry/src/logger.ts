import { pino, type DestinationStream, type Logger } from 'pino';
import { CENSOR, REDACTED, redacted } from './redacted.js';
import { currentTrace } from './trace.js';

export type { Logger };

export interface LoggerOptions {
  service: string;
  /** `debug`, `info`, `warn`, `error` or `silent`. */
  level?: string;
  /** Where the lines go; standard output unless given. */
  stream?: DestinationStream;
}

/** JSON log lines, one an event, with the service and the trace it belongs to. */
export function createLogger({ service, level = 'info', stream }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: redacted },
    mixin: () => {
      const trace = currentTrace();
      return trace ? { traceId: trace.traceId, spanId: trace.spanId } : {};
    },
    serializers: { err: describeError, error: describeError },
    // For what a child logger is bound to, which is not formatted.
    redact: { paths: [...REDACTED], censor: CENSOR },
  };
  return stream ? pino(options, stream) : pino(options);
}

/**
 * What a log line says of an error. A foreign message, such as a database's, may quote a value, so of each message only the
 * first line goes in, up to the first quote.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, cause } = error as Error & { code?: unknown };
  return {
    type: error.name,
    code: typeof code === 'string' ? code : undefined,
    message: withoutQuotedValues(error.message),
    stack: error.stack?.split('\n').filter((line) => FRAME.test(line)),
    cause: cause === undefined ? undefined : describeError(cause),
  };
}

/** A stack begins with the message, whose later lines may quote values too. */
const FRAME = /^ {4}at /;

const withoutQuotedValues = (message: string): string =>
  (message.split('\n', 1)[0] ?? '').replace(/(["'`(]).*/s, '$1…').slice(0, 300);
