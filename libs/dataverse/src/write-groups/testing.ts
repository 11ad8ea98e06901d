import type { HttpRequest, HttpResponse, Send } from '#lib/http';
import { batchAnswerOf } from '../testing.js';
import { abortReason, onAbort } from '#lib/resilience';

/** One write as it arrived, alone or in a batch. */
export interface ArrivedWrite {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A request that waits at the far side until the test says what becomes of it. */
export interface HeldRequest {
  readonly request: HttpRequest;
  /** Itself, or what the batch holds. */
  readonly writes: readonly ArrivedWrite[];
  readonly isBatch: boolean;
  /** Answers with this as it is. */
  answer(response: HttpResponse): void;
  fail(error: Error): void;
  /** Answers each write by itself, in parts if it is a batch. */
  answerEach(answerTo: (write: ArrivedWrite) => HttpResponse): void;
}

/** A far side that keeps every request until the test answers it; a request that is cancelled fails at once. */
export class FarSide {
  /** All that ever came. */
  readonly arrived: HeldRequest[] = [];

  readonly send: Send = (request) =>
    new Promise((answer, fail) => {
      onAbort(request.signal, () => fail(abortReason(request.signal as AbortSignal)));
      this.arrived.push(held(request, answer, fail));
    });

  /** The request that came as number `at`, counted from 0. */
  came(at: number): HeldRequest {
    const held = this.arrived[at];
    if (!held) throw new Error(`No request ${at} has come.`);
    return held;
  }

  /** What each request carried, by the last segment of its URL. */
  carried(): string[][] {
    return this.arrived.map(({ writes }) => writes.map(({ url }) => url.slice(url.lastIndexOf('/') + 1)));
  }
}

function held(
  request: HttpRequest,
  answer: (response: HttpResponse) => void,
  fail: (error: Error) => void,
): HeldRequest {
  const isBatch = request.url.endsWith('/$batch');
  const writes = isBatch
    ? writesIn(String(request.body))
    : [{ ...request, body: String(request.body ?? '') }];
  return {
    request,
    writes,
    isBatch,
    answer,
    fail,
    answerEach: (answerTo) => {
      const answers = writes.map(answerTo);
      answer(isBatch ? { ...batchAnswerOf(200, answers), durationMs: 5 * answers.length } : own(answers));
    },
  };
}

const own = ([only]: readonly HttpResponse[]): HttpResponse => only as HttpResponse;

/** For bodies without line ends of their own. */
function writesIn(batch: string): ArrivedWrite[] {
  const [boundary = ''] = batch.split('\r\n', 1);
  const parts = batch.split(`${boundary}\r\n`).slice(1);
  return parts.map((part) => {
    const [, head = '', body = ''] = part.split('\r\n\r\n');
    const [line = '', ...lines] = head.split('\r\n');
    const [method = '', url = ''] = line.split(' ');
    const headers = Object.fromEntries(lines.map((each) => each.split(': ', 2) as [string, string]));
    return { method, url, headers, body: body.split('\r\n', 1)[0] ?? '' };
  });
}
