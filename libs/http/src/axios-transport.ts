import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { type AxiosError, type AxiosInstance, type AxiosResponse, isAxiosError, isCancel } from 'axios';
import { abortReason } from '#lib/resilience';
import type { HttpRequest, HttpResponse, Send } from './http-call.js';
import { TransportError, type TransportErrorCode, type TransportOutcome } from './transport-error.js';

/**
 * The end of a call's road: axios sends it. Every answer is a response, whatever its status; the lack of one is a
 * `TransportError` that says whether the request can have been seen; an abort is the reason of its signal.
 */
export function axiosTransport(axios: AxiosInstance): Send {
  return async (request) => {
    const startedAt = performance.now();
    const elapsedMs = () => performance.now() - startedAt;
    try {
      return toResponse(await axios.request(configOf(request)), elapsedMs());
    } catch (error) {
      throw failureOf(error, request, elapsedMs());
    }
  };
}

const untouched = (data: unknown): unknown => data;

function configOf(request: HttpRequest) {
  return {
    url: request.url,
    method: request.method,
    headers: request.headers,
    data: request.body,
    responseType: request.stream ? ('stream' as const) : ('text' as const),
    transformRequest: untouched,
    transformResponse: untouched,
    validateStatus: () => true,
    ...(request.signal && { signal: request.signal }),
  };
}

function toResponse({ status, headers, data }: AxiosResponse<unknown>, durationMs: number): HttpResponse {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const answer = { status, headers: Object.fromEntries(named) as Record<string, string>, durationMs };
  return data instanceof Readable
    ? { ...answer, body: '', stream: data }
    : { ...answer, body: typeof data === 'string' ? data : '' };
}

function failureOf(error: unknown, { signal }: HttpRequest, durationMs: number): unknown {
  if (signal?.aborted) return abortReason(signal);
  if (isCancel(error) || !isAxiosError(error)) return error;
  const [code, outcome] = routeLost(error) ?? failures[error.code ?? ''] ?? tlsFailure(error.code) ?? failed;
  return new TransportError(code, outcome, { cause: withoutRequest(error), durationMs });
}

type Failure = readonly [TransportErrorCode, TransportOutcome];

/** An error of connecting came before the first byte; every other one may have come after the last. */
const failures: Record<string, Failure> = {
  ECONNREFUSED: ['connection-refused', 'not-sent'],
  UND_ERR_CONNECT_TIMEOUT: ['connection-timeout', 'not-sent'],
  ENOTFOUND: ['host-not-found', 'not-sent'],
  EAI_AGAIN: ['host-not-found', 'not-sent'],
  EHOSTUNREACH: ['host-unreachable', 'not-sent'],
  ENETUNREACH: ['host-unreachable', 'not-sent'],
  ECONNRESET: ['connection-reset', 'unknown'],
  EPIPE: ['connection-reset', 'unknown'],
  UND_ERR_SOCKET: ['connection-reset', 'unknown'],
  UND_ERR_HEADERS_TIMEOUT: ['response-timeout', 'unknown'],
  UND_ERR_BODY_TIMEOUT: ['response-timeout', 'unknown'],
  ECONNABORTED: ['response-timeout', 'unknown'],
  ERR_BODY_TOO_LARGE: ['response-too-large', 'unknown'],
};

const failed: Failure = ['transport-failed', 'unknown'];

/** The way to a host can be lost after a connection to it has carried the request: only `connect` says that it did not. */
function routeLost({ code = '', cause }: AxiosError): Failure | undefined {
  const syscall = cause && 'syscall' in cause ? cause.syscall : undefined;
  if (!/^E(HOST|NET)UNREACH$/.test(code) || syscall === undefined || syscall === 'connect') return undefined;
  return ['host-unreachable', 'unknown'];
}

/** A certificate is refused before anything is sent; another fault of TLS may come at any time. */
function tlsFailure(code = ''): Failure | undefined {
  if (/^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code)) return ['tls-failed', 'not-sent'];
  return /^(ERR_SSL|ERR_TLS|EPROTO)/.test(code) ? ['tls-failed', 'unknown'] : undefined;
}

/** An AxiosError carries the request with its token and body, which must not reach a log through a `cause`. */
const withoutRequest = ({ code, message }: { code?: string | undefined; message: string }): Error =>
  Object.assign(new Error(message), { code });
