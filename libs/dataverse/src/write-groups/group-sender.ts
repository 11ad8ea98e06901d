import { type HttpRequest, type HttpResponse, isInParts, TransportError } from '#lib/http';
import { abortReason, onAbort } from '#lib/resilience';
import type { ChunkSize } from '../bulk/chunk-size.js';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import { answersIn, groupedBatch, groupedOperation } from './grouped-batch.js';
import type { PendingWrite } from './pending-write.js';

type Writes = readonly [PendingWrite, ...PendingWrite[]];

/**
 * Sends writes as one request and gives each caller the answer to its own, as if it had been alone. What stands outside, the
 * retry policy above all, then treats it so: a 429 in a part is waited for, and a write without an answer is sent again only
 * if it is repeatable. A batch that is refused for what it is, not for what it holds or for want of something, is taken apart.
 * So is one without an answer: should an operation in it have been too slow, the others must not wait for it twice.
 */
export class GroupSender {
  /** By its signal, which is one call's own over all of its attempts. */
  private readonly suspects = new WeakSet<AbortSignal>();

  /** `batchUrl` is that of `$batch`. */
  constructor(
    private readonly batchUrl: string,
    private readonly size: ChunkSize,
  ) {}

  /** It was in a batch whose end nobody knows. */
  isSuspect({ signal }: HttpRequest): boolean {
    return signal !== undefined && this.suspects.has(signal);
  }

  send(writes: readonly PendingWrite[]): Promise<void> {
    const [first, second, ...others] = writes;
    if (!first) return Promise.resolve();
    return second ? this.sendTogether([first, second, ...others]) : this.sendAlone(first);
  }

  private async sendAlone({ request, next, answer, fail }: PendingWrite): Promise<void> {
    try {
      if (request.signal?.aborted) throw abortReason(request.signal);
      const response = await next(request);
      this.learn(1, response);
      answer(response);
    } catch (error) {
      this.learnFrom(error, 1);
      fail(error);
    }
  }

  private async sendTogether(writes: Writes): Promise<void> {
    const staying = whileAnyStays(writes);
    try {
      const response = await writes[0].next({ ...batchOf(writes, this.batchUrl), signal: staying.signal });
      this.learn(writes.length, response);
      if (isRefusedAsBatch(response)) await Promise.all(writes.map((write) => this.sendAlone(write)));
      else this.handOut(writes, response);
    } catch (error) {
      this.learnFrom(error, writes.length);
      if (leavesUnknown(error)) this.suspect(writes);
      for (const { fail } of writes) fail(error);
    } finally {
      staying.stopListening();
    }
  }

  private handOut(writes: Writes, response: HttpResponse): void {
    const answers = answersIn(response, writes.length);
    if (!answers && response.status >= 500) this.suspect(writes);
    writes.forEach(({ request, answer, fail }, at) => {
      const own = answers ? answers[at] : answerForAll(response, request.operation);
      if (own instanceof Error) fail(own);
      else if (own) answer(own);
    });
  }

  private suspect(writes: Writes): void {
    for (const { request } of writes) if (request.signal) this.suspects.add(request.signal);
  }

  /**
   * What one write took counts as if a whole batch had been such writes: else the first batch behind slow ones would be much too
   * large. A refusal of the whole says nothing of what the work takes.
   */
  private learn(operations: number, response: HttpResponse): void {
    const { rows } = this.size;
    const wasDone = response.status < 400 || isInParts(response);
    if (wasDone) this.size.learn(rows, (response.durationMs / operations) * rows);
  }

  private learnFrom(error: unknown, operations: number): void {
    const isTooSlow = error instanceof TransportError && error.code === 'attempt-timeout';
    if (isTooSlow) this.size.tooMuch(operations);
  }
}

const batchOf = ([first, ...others]: Writes, url: string): HttpRequest =>
  groupedBatch([first.request, ...others.map(({ request }) => request)], url);

/** Who leaves does not take the others along; when nobody is left, the batch is cancelled as a single call would be. */
function whileAnyStays(writes: Writes): { signal: AbortSignal; stopListening: () => void } {
  const batch = new AbortController();
  let staying = writes.length;
  const stops = writes.map(({ request: { signal } }) =>
    onAbort(signal, () => {
      staying -= 1;
      if (staying === 0) batch.abort(abortReason(signal as AbortSignal));
    }),
  );
  return { signal: batch.signal, stopListening: () => stops.forEach((stop) => stop()) };
}

/** Its form, its size, or that it is one: nothing of it was done. The other refusals of a whole would meet each write as well. */
const refusesBatches = [400, 404, 405, 413, 415, 501];

const isRefusedAsBatch = (response: HttpResponse): boolean =>
  !isInParts(response) &&
  refusesBatches.includes(response.status) &&
  dataverseErrorOf(groupedOperation, response, Date.now()).code !== 'unexpected-fault';

const leavesUnknown = (error: unknown): boolean =>
  error instanceof TransportError && error.outcome === 'unknown';

/** A success that is no answer to a batch was not Dataverse's, and must not pass for one to a write. */
const answerForAll = (response: HttpResponse, operation: string): HttpResponse | Error =>
  response.status >= 400 ? response : dataverseErrorOf(operation, response, Date.now());
