import { text } from 'node:stream/consumers';
import type { HttpRequest, HttpResponse, Send } from '#lib/http';
import type { Lane } from '#lib/resilience';
import { BatchAnswerError } from './batch/batch-answer-error.js';
import type { BatchItem } from './batch/batch-operation.js';
import type { OperationResult } from './batch/operation-result.js';
import { type BatchOptions, sendBatch } from './batch/send-batch.js';
import { dataverseErrorOf } from '../errors/dataverse-error.js';
import { jsonTextOf } from './json-text.js';
import { pathBelow, rootOf } from './service-address.js';
import {
  asksForVersion,
  ownHeaders,
  refuseWhatNobodyTook,
  standardHeaders,
  taggedPath,
  type WebApiRequest,
} from './web-api-request.js';

/** A JSON object as it came. */
export type JsonObject = Record<string, unknown>;

/**
 * The Web API as it is: for what has no table map, such as table definitions. Every refusal is a `DataverseError`; the lack of
 * an answer is the error of the client policy that noticed it (`TransportError`, `TotalTimeoutError`, `CircuitOpenError`,
 * `BudgetDeadlineError`, `TokenError`): work that ends so is to be tried later.
 */
export class WebApi {
  /** Where the paths begin: `https://contoso.crm4.dynamics.com/api/data/v9.2/`. */
  readonly root: string;

  /** `url` is the environment's, such as `https://contoso.crm4.dynamics.com`; `lane` is for calls that name none. */
  constructor(
    url: string,
    private readonly send: Send,
    private readonly lane: Lane = 'interactive',
  ) {
    this.root = rootOf(url);
  }

  /**
   * Sends the call, and answers with an expected response only. A read whose URL is too long for a request of its own is sent
   * as a batch of one.
   */
  async request(call: WebApiRequest): Promise<HttpResponse> {
    refuseWhatNobodyTook(call);
    const request = this.httpRequest(call);
    if (isTooLong(request)) return this.requestInBatch(call);
    const response = await this.send(request);
    if (call.expect.includes(response.status)) return response;
    const refusal = await withText(response);
    throw dataverseErrorOf(call.operation, refusal, Date.now(), call.table, asksForVersion(call));
  }

  /** Sends the call, and reads the JSON object of the answer. */
  async json(call: WebApiRequest): Promise<JsonObject> {
    return jsonOf(await this.request(call), call.operation);
  }

  /**
   * Sends up to 1,000 operations as one call: it pays one request and all of its execution time. Keep it small, so that it ends
   * within the timeout of an attempt. It resolves with what became of each operation, in their order, those of a change set one
   * by one: a failure of one is a result and no exception.
   *
   * It is sent again after a lost reply only if each operation is `repeatable`. What the lost one had done is then refused, if
   * it creates (`duplicate-row`), and without `continueOnError` this ends the batch: `not-executed` is said of the last attempt.
   *
   * @throws RangeError for too many operations or none; nothing was sent
   * @throws TypeError for a path or a header that cannot stand in a batch; nothing was sent
   * @throws DataverseError when the batch was refused as a whole: by a 4xx nothing of it was done, by a 5xx this is unknown
   * @throws BatchAnswerError when the answer breaks off or does not fit; like no answer, it leaves the outcome unknown
   */
  batch(items: readonly BatchItem[], options: BatchOptions = {}): Promise<OperationResult[]> {
    return sendBatch(this.send, this.root, items, { ...options, lane: options.lane ?? this.lane });
  }

  /**
   * The path that an absolute link of the service stands for, such as that to the next page, as it is. The token goes where
   * the link goes, so a link out of this environment is a `TypeError`.
   */
  pathOf(link: unknown): string {
    const path = pathBelow(this.root, link);
    if (path === undefined) throw new TypeError('The link leads out of this environment.');
    return path;
  }

  private async requestInBatch({ signal, lane, onBehalfOf, ...call }: WebApiRequest): Promise<HttpResponse> {
    const [result] = await this.batch([call], { operation: call.operation, signal, lane, onBehalfOf });
    if (result?.outcome === 'answered') return result.response;
    throw result?.outcome === 'refused' ? result.error : new BatchAnswerError('it holds no answer.');
  }

  private httpRequest(call: WebApiRequest): HttpRequest {
    const { operation, operations, method, body, stream, repeatable, signal, lane = this.lane } = call;
    const headers = { ...standardHeaders, ...ownHeaders(call) };
    const url = this.root + taggedPath(call);
    const request = { operation, operations, method, url, repeatable, headers, stream, signal, lane };
    if (body === undefined) return request;
    return { ...request, body: Buffer.isBuffer(body) ? body : jsonTextOf(body) };
  }
}

/**
 * A URL of its own may have 32,768 characters, one in a batch 65,536
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#maximum-url-length).
 * Servers on the way may count more than we do, so the border is drawn a little earlier.
 */
const isTooLong = ({ method, url }: HttpRequest): boolean => method === 'GET' && url.length > 32_000;

/** A refusal is short, also of a call whose answer was to be a stream. One that breaks off says what its status says. */
async function withText({ stream, ...response }: HttpResponse): Promise<HttpResponse> {
  const body = stream ? await text(stream).catch(() => '') : response.body;
  return { ...response, body };
}

/** The JSON object of an answer. A success whose body is none was not Dataverse's: `unexpected-answer`. */
export function jsonOf(response: HttpResponse, operation: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(response.body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
  } catch {
    // Told below, without the text.
  }
  throw dataverseErrorOf(operation, response, Date.now());
}
