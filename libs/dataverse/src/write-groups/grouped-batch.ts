import { correlationHeaders, type HttpRequest, type HttpResponse, TransportError } from '#lib/http';
import { BatchAnswerError } from '../web-api/batch/batch-answer-error.js';
import { checkAnswersFit } from '../web-api/batch/answers-fit.js';
import { type ItemAnswer, readBatch } from '../web-api/batch/read-batch.js';
import { writeBatch, type WrittenRequest } from '../web-api/batch/write-batch.js';
import { standardHeaders } from '../web-api/web-api-request.js';

/** The name of such a batch in logs and metrics. */
export const groupedOperation = 'write-group';

/** One request that stands for several. `url` is that of `$batch`. Whom it acts for, and for which work, is said once for all. */
export function groupedBatch(requests: readonly [HttpRequest, ...HttpRequest[]], url: string): HttpRequest {
  const [first] = requests;
  const ofAll = { ...standardHeaders, ...pick(first.headers, [...correlationHeaders, 'callerobjectid']) };
  const { contentType, body } = writeBatch(requests.map((request) => partOf(request, ofAll)));
  return {
    operation: groupedOperation,
    operations: requests.length,
    method: 'POST',
    url,
    headers: { ...ofAll, 'content-type': contentType, prefer: 'odata.continue-on-error' },
    body,
    repeatable: requests.every(({ repeatable }) => repeatable),
    lane: first.lane,
    deadline: latest(requests.map(({ deadline }) => deadline)),
    attempt: Math.max(...requests.map(({ attempt = 1 }) => attempt)),
    renewToken: requests.some(({ renewToken }) => renewToken) || undefined,
  };
}

/** A request as it stands in a batch: it says what the batch does not say for all. */
export const partOf = (
  { method, url, headers, body }: HttpRequest,
  ofAll: Readonly<Record<string, string>> = {},
): WrittenRequest => ({
  method,
  url,
  headers: Object.fromEntries(Object.entries(headers).filter(([name, value]) => ofAll[name] !== value)),
  body: typeof body === 'string' ? body : undefined,
});

/**
 * The answer to each of so many requests; undefined for an answer that is not in parts and stands for all of them.
 *
 * @throws TransportError when it breaks off or does not fit: like no answer, it leaves the outcome unknown
 */
export function answersIn(
  response: HttpResponse,
  count: number,
): readonly (HttpResponse | TransportError)[] | undefined {
  try {
    const answers = readBatch(response);
    if (!answers) return undefined;
    checkAnswersFit(count, answers, { response, continueOnError: true });
    return Array.from({ length: count }, (_, at) => answerIn(answers[at], response));
  } catch (error) {
    if (!(error instanceof BatchAnswerError)) throw error;
    throw new TransportError('transport-failed', 'unknown', { cause: error });
  }
}

/** Who finds no answer stood behind a failure that ended the batch. */
function answerIn(answer: ItemAnswer | undefined, { durationMs }: HttpResponse) {
  if (!answer) return new TransportError('transport-failed', 'not-sent');
  if (!('status' in answer)) throw new BatchAnswerError('it has the answer to a change set.');
  const { status, headers, body } = answer;
  return { status, headers, body, durationMs };
}

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

const latest = (deadlines: readonly (number | undefined)[]): number | undefined =>
  deadlines.includes(undefined) ? undefined : Math.max(...(deadlines as number[]));
