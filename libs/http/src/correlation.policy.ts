import { randomUUID } from 'node:crypto';
import type { ClientPolicy } from './http-call.js';

/** Where the trace that a call belongs to is found. */
export interface CorrelationOptions {
  /** The present trace (`00-<trace id>-<span id>-<flags>`, w3.org/TR/trace-context); without one a new trace begins. */
  currentTrace?: (() => { traceparent: string } | undefined) | undefined;
}

/** The headers that the policy sets. */
export const correlationHeaders = [
  'traceparent',
  'x-ms-client-request-id',
  'x-ms-correlation-id',
  'x-causeway-lane',
] as const;

type CorrelationHeader = (typeof correlationHeaders)[number];

/**
 * Makes a call findable on both sides: `traceparent` with a span of its own, a new `x-ms-client-request-id`, the trace as
 * `x-ms-correlation-id`, and the lane, so that a gateway can tell a citizen from the nightly load.
 */
export function correlationPolicy({ currentTrace }: CorrelationOptions = {}): ClientPolicy {
  return {
    name: 'correlation',
    send: (request, next) => {
      const { traceId, flags } = partsOf(currentTrace?.()?.traceparent);
      const own: Partial<Record<CorrelationHeader, string>> = {
        traceparent: `00-${traceId}-${randomHex().slice(16)}-${flags}`,
        'x-ms-client-request-id': randomUUID(),
        'x-ms-correlation-id': traceId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
        ...(request.lane && { 'x-causeway-lane': request.lane }),
      };
      return next({ ...request, headers: { ...request.headers, ...own } });
    },
  };
}

function partsOf(traceparent: string | undefined): { traceId: string; flags: string } {
  const [, traceId, flags] = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  return traceId && flags ? { traceId, flags } : { traceId: randomHex(), flags: '00' };
}

/** 32 digits; all but six bits are random. `randomUUID` draws from a supply: a tenth of the price of `randomBytes`. */
const randomHex = (): string => randomUUID().replaceAll('-', '');
