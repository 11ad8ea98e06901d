import { abortReason, type Clock, systemClock } from '#lib/resilience';
import type { ClientPolicy, HttpRequest, HttpResponse } from './http-call.js';
import { TransportError } from './transport-error.js';

/** One attempt as logs and metrics may see it: no path, no query, no body, no token. */
export interface AttemptReport {
  operation: string;
  method: string;
  host: string;
  /** Counted from 1 within the call. */
  attempt: number;
  status?: number;
  /** The status, such as `412`, or the code of the error. */
  outcome: string;
  durationMs: number;
  /** Of a batch: how many it holds. */
  operations?: number;
  correlationId?: string;
}

/** The part of a pino logger that is used. */
export interface AttemptLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Who hears of attempts. */
export interface LogOptions {
  logger?: AttemptLogger | undefined;
  /** For metrics. */
  onAttempt?: ((report: AttemptReport) => void) | undefined;
  clock?: Clock | undefined;
}

/**
 * One log line an attempt, under the operation's name: a URL may hold keys, names and filters, so only its host is told.
 */
export function logPolicy({ logger, onAttempt, clock = systemClock }: LogOptions): ClientPolicy {
  const tell = (report: AttemptReport) => {
    onAttempt?.(report);
    logger?.[(report.status ?? 500) < 500 ? 'info' : 'warn'](report, 'outgoing call');
  };
  return {
    name: 'log',
    send: async (request, next) => {
      const { tally, operations = 1 } = request;
      const startedAt = clock.now();
      try {
        const response = await next(request);
        const { status, durationMs } = response;
        tally?.attempted({ status, operations, durationMs });
        tell({ ...aboutRequest(request), ...aboutResponse(response) });
        return response;
      } catch (error) {
        const durationMs = clock.now() - startedAt;
        if (wasSent(error)) tally?.attempted({ operations, durationMs });
        tell({ ...aboutRequest(request), outcome: outcomeOf(error, request), durationMs });
        throw error;
      }
    },
  };
}

function aboutRequest({ operation, method, url, attempt = 1, headers, operations }: HttpRequest) {
  const correlationId = headers['x-ms-correlation-id'];
  return {
    operation,
    method,
    host: hostOf(url),
    attempt,
    ...(operations !== undefined && { operations }),
    ...(correlationId && { correlationId }),
  };
}

const aboutResponse = ({ status, durationMs }: HttpResponse) => ({
  status,
  outcome: String(status),
  durationMs: Math.round(durationMs),
});

const wasSent = (error: unknown): boolean =>
  !(error instanceof TransportError && error.outcome === 'not-sent');

/** An abort's reason tells a timeout from a caller that left. */
function outcomeOf(error: unknown, { signal }: HttpRequest): string {
  const cause = signal?.aborted ? abortReason(signal) : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'failed';
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'unknown');
