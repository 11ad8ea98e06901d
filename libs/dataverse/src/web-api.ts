import type { HttpRequest, HttpResponse, Send } from '#lib/http';
import type { Lane } from '#lib/resilience';
import { optionHeaders, type WriteOptions } from './call-options.js';
import { dataverseErrorOf } from './dataverse-error.js';
import type { Table } from './table.js';

/** One call to the Web API in its own words. */
export interface WebApiRequest extends WriteOptions {
  /** A name for logs and metrics with few values, such as `incident.create`. */
  operation: string;
  method: string;
  /** Below `/api/data/v9.2/`, encoded, with its query: `contacts?$select=contactid`. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  /** The preferences, such as `return=representation`. */
  prefer?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** May be sent again when it is unknown whether it was done. */
  repeatable: boolean;
  /** Whose columns an error may name. */
  table?: Table | undefined;
  /** The statuses that mean "done". Another 2xx is some gateway's, and must not pass for a success. */
  expect: readonly number[];
}

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
    this.root = `${url.replace(/\/+$/, '')}/api/data/v9.2/`;
  }

  /** Sends the call, and answers with an expected response only. */
  async request(call: WebApiRequest): Promise<HttpResponse> {
    const response = await this.send(this.httpRequest(call));
    if (call.expect.includes(response.status)) return response;
    throw dataverseErrorOf(call.operation, response, Date.now(), call.table);
  }

  /** Sends the call, and reads the JSON object of the answer. */
  async json(call: WebApiRequest): Promise<JsonObject> {
    return jsonOf(await this.request(call), call.operation);
  }

  /**
   * The path that an absolute link of the service stands for, such as that to the next page, as it is. The token goes where
   * the link goes, so a link out of this environment is a `TypeError`.
   */
  pathOf(link: unknown): string {
    if (typeof link !== 'string' || !link.startsWith(this.root)) {
      throw new TypeError('The link leads out of this environment.');
    }
    return link.slice(this.root.length);
  }

  private httpRequest(call: WebApiRequest): HttpRequest {
    const { operation, method, path, body, repeatable, signal, lane = this.lane } = call;
    const url = this.root + tagged(path, call.tag);
    const request = { operation, method, url, repeatable, headers: headersOf(call), signal, lane };
    return body === undefined ? request : { ...request, body: JSON.stringify(body) };
  }
}

/** `If-None-Match: null` keeps proxies from answering out of a cache. */
const standardHeaders = {
  accept: 'application/json',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  'if-none-match': 'null',
};

const headersOf = (call: WebApiRequest): Record<string, string> => ({
  ...standardHeaders,
  ...(call.body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
  ...(call.prefer && { prefer: call.prefer }),
  ...optionHeaders(call),
  ...call.headers,
});

const tagged = (path: string, tag: string | undefined): string =>
  tag === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}tag=${encodeURIComponent(tag)}`;

/** The JSON object of an answer. A success whose body is none was not Dataverse's: `unexpected-answer`. */
export function jsonOf(response: HttpResponse, operation: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(response.body);
    if (typeof parsed === 'object' && parsed !== null) return parsed as JsonObject;
  } catch {
    // Told below, without the text.
  }
  throw dataverseErrorOf(operation, response, Date.now());
}
