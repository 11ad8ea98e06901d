import type { DataverseError } from '../errors.js';
import type { Document, WebApiResponse } from './request.js';

export const JSON_TYPE = 'application/json; odata.metadata=minimal';

/** What a response has to send: a document of its own, or its body as JSON. */
export function documentOf({ document, body }: WebApiResponse): Document | undefined {
  return (
    document ?? (body === undefined ? undefined : { mediaType: JSON_TYPE, content: JSON.stringify(body) })
  );
}

/** A refusal as a response. */
export const refusalResponse = (error: DataverseError): WebApiResponse => ({
  status: error.status,
  headers: error.headers,
  document: { mediaType: JSON_TYPE, content: error.body() },
});
