import type { AccessTokenSource, HttpRequest, HttpResponse } from '#lib/http';
import { answerOf, scripted } from '#lib/http/testing';
import { DataverseClient } from './dataverse-client.js';
import { DataverseConnection } from './connection/dataverse-connection.js';

export { dataversePolicies } from './connection/dataverse.pipeline.js';

/** What a request said, in a form to compare: its path with the query, decoded, below the root of the Web API. */
export interface Said {
  method: string;
  path: string;
  body?: unknown;
}

const url = 'https://contoso.crm4.dynamics.com';

/** A client for tests: its transport answers with the steps in turn, and `said` tells what was sent. */
export function scriptedClient(...steps: Parameters<typeof scripted>) {
  const transport = scripted(...steps);
  return told(new DataverseClient(url, transport), transport.requests);
}

/**
 * The same over the whole road of a call, which tries again after a millisecond, and signs with `token`, then `token-2` when
 * that was refused. Its `connection` wants to be closed.
 */
export function connectedClient(...steps: Parameters<typeof scripted>) {
  const transport = scripted(...steps);
  let renewals = 1;
  const tokens: AccessTokenSource = {
    getToken: async ({ renew = false } = {}) => (renew ? `token-${(renewals += 1)}` : 'token'),
  };
  const connection = new DataverseConnection({ url, tokens, retry: { baseMs: 1 } }, transport);
  return { ...told(new DataverseClient(url, connection.send), transport.requests), connection };
}

const told = (client: DataverseClient, requests: readonly HttpRequest[]) => ({
  client,
  requests,
  /** What was sent, in a form to compare. */
  said: () => requests.map((request) => inWords(request, client.webApi.root)),
});

/** Dataverse's refusal with this code. */
export const refusalOf = (status: number, code: string, message = 'Some text'): HttpResponse =>
  answerOf(status, { body: JSON.stringify({ error: { code, message } }) });

/** The answer to a batch as the service writes it: each item a part, or the parts of a change set. */
export const batchAnswerOf = (
  status: number,
  items: readonly (HttpResponse | readonly HttpResponse[])[],
  boundary = 'batchresponse_1',
): HttpResponse =>
  answerOf(status, {
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: `${multipartOf(boundary, items.map(itemOf))}\r\n`,
  });

const multipartOf = (boundary: string, parts: readonly string[]): string =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`;

const itemOf = (item: HttpResponse | readonly HttpResponse[]): string =>
  'status' in item
    ? partOf(item)
    : `Content-Type: multipart/mixed; boundary=changesetresponse_1\r\n\r\n${multipartOf('changesetresponse_1', item.map(partOf))}`;

const partOf = ({ status, headers: { 'content-id': contentId, ...headers }, body }: HttpResponse): string =>
  [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} Any Reason`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ].join('\r\n');

const inWords = ({ method, url, body }: HttpRequest, root: string): Said => ({
  method,
  path: decodeURIComponent(url.slice(root.length)),
  ...(typeof body === 'string' && { body: JSON.parse(body) as unknown }),
});
