import { optionHeaders, type WriteOptions, writeOptions } from './call-options.js';
import { unknownIn } from './refuse-unknown-options.js';
import { hasDotSegment } from './service-address.js';
import type { Table } from '../table-map/table.js';

/** One call to the Web API in its own words. */
export interface WebApiRequest extends WriteOptions {
  /** A name for logs and metrics with few values, such as `incident.create`. */
  operation: string;
  /** How many operations it holds for the 24-hour entitlement, where it is a bulk message. Default 1. */
  operations?: number | undefined;
  method: string;
  /** Below `/api/data/v9.2/`, encoded, with its query: `contacts?$select=contactid`. */
  path: string;
  /** Sent as JSON; a `Buffer` goes as the bytes that it is, as octets unless `headers` say what they are. */
  body?: unknown;
  /** The preferences, such as `return=representation`. */
  prefer?: string | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** Answer with the body as a stream, which the caller must read or destroy. */
  stream?: boolean | undefined;
  /** May be sent again when it is unknown whether it was done. */
  repeatable: boolean;
  /** Whose columns an error may name. */
  table?: Table | undefined;
  /** The statuses that mean "done". Another 2xx is some gateway's, and must not pass for a success. */
  expect: readonly number[];
}

/** All that there is. */
const parts = {
  ...{ operation: true, operations: true, method: true, path: true, body: true, prefer: true, headers: true },
  ...{ stream: true, repeatable: true, table: true, expect: true },
  ...writeOptions,
} satisfies Record<keyof WebApiRequest, true>;

/**
 * What a caller gave and no operation took, such as the misspelt `etag` of a change that would then be done to any version.
 *
 * @throws TypeError
 */
export function refuseWhatNobodyTook(call: WebApiRequest): void {
  const other = unknownIn(call, parts);
  if (other !== undefined) throw new TypeError(`${other} is no option of ${call.operation}.`);
}

/** `If-None-Match: null` keeps proxies from answering out of a cache. */
export const standardHeaders = {
  accept: 'application/json',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  'if-none-match': 'null',
};

/** The headers that this request has and others have not; those that stand with it even in a batch. */
export const ownHeaders = (call: WebApiRequest): Record<string, string> => ({
  ...(call.body !== undefined && { 'content-type': mediaTypeOf(call.body) }),
  ...(call.prefer && { prefer: call.prefer }),
  ...optionHeaders(call),
  ...call.headers,
});

/** Its path as it is sent: a tag is an option of the query. A `TypeError` for a path that would lead out of the Web API. */
export function taggedPath({ path, tag }: WebApiRequest): string {
  if (hasDotSegment(path)) throw new TypeError('The path leads out of the Web API.');
  return tag === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}tag=${encodeURIComponent(tag)}`;
}

/** Whether it is done only to a certain version of a row. */
export const asksForVersion = ({ headers }: Pick<WebApiRequest, 'headers'>): boolean =>
  (headers?.['if-match'] ?? '*') !== '*';

/** The media type of JSON. */
export const json = 'application/json; charset=utf-8';

const mediaTypeOf = (body: unknown): string => (Buffer.isBuffer(body) ? 'application/octet-stream' : json);
