import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where a piece of work stands in its trace: W3C Trace Context, https://www.w3.org/TR/trace-context/ */
export interface TraceContext {
  /** 32 hex digits, the same on every service that the work passes. */
  readonly traceId: string;
  /** 16 hex digits, of this step alone. */
  readonly spanId: string;
  /** The header that carries both to the next service. */
  readonly traceparent: string;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;
const NOTHING = /^0+$/;
const storage = new AsyncLocalStorage<TraceContext>();

/** The trace of the work that is being done now, if any. */
export const currentTrace = (): TraceContext | undefined => storage.getStore();

/** Does `work` as a new step of the trace that `traceparent` names; begins a trace when it is missing or malformed. */
export const runInTrace = <Result>(traceparent: string | undefined, work: () => Result): Result =>
  storage.run(continueTrace(traceparent), work);

/** A new step (span) of the given trace, or the first one of a new trace. */
export function continueTrace(traceparent: string | undefined): TraceContext {
  const [, traceId, parentId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const valid = traceId && parentId && flags && !NOTHING.test(traceId) && !NOTHING.test(parentId);
  const trace = valid ? traceId : randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  return { traceId: trace, spanId, traceparent: `00-${trace}-${spanId}-${valid ? flags : '01'}` };
}
