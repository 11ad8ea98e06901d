import { absent, anyText, etag, including, like } from '../matching/patterns.js';
import type { EntitySet, Expectation } from './golden.js';

const JSON_TYPE = 'application/json; odata.metadata=minimal';

/** 204 without a body. */
export const noContent = (headers: Expectation['headers'] = {}): Expectation => ({
  status: 204,
  headers: { 'odata-version': '4.0', ...headers },
  body: absent,
});

/** 204 with the URL of the row, ours or the service's id. */
export const written = (set: EntitySet, id = '<guid>'): Expectation =>
  noContent({ 'odata-entityid': like(`{root}/${set}(${id})`) });

/** 200 with JSON. */
export const ok = (body: unknown, headers: Expectation['headers'] = {}): Expectation => ({
  status: 200,
  headers: { 'content-type': JSON_TYPE, 'odata-version': '4.0', ...headers },
  body,
});

/** 201 with the new row. */
export const created = (body: unknown): Expectation => ({
  ...ok(body, { 'preference-applied': 'return=representation' }),
  status: 201,
});

/** One row, with its context below `$metadata#`. */
export const row = (context: string, columns: Readonly<Record<string, unknown>>) => ({
  '@odata.context': `{root}/$metadata#${context}`,
  '@odata.etag': etag,
  ...columns,
});

/** A collection, with its context below `$metadata#`. */
export const rows = (context: string, value: unknown, more: Readonly<Record<string, unknown>> = {}) => ({
  '@odata.context': `{root}/$metadata#${context}`,
  ...more,
  value,
});

/** A member of a collection. */
export const member = (columns: Readonly<Record<string, unknown>>) => ({ '@odata.etag': etag, ...columns });

/** An error in JSON; annotations may stand beside code and message. */
export const refused = (status: unknown, code: unknown, message: unknown = anyText): Expectation => ({
  status,
  headers: { 'odata-version': '4.0', 'content-type': JSON_TYPE },
  body: { error: including({ code, message }) },
});
