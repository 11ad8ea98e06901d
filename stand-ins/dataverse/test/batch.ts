const CRLF = '\r\n';

/** A request as it stands in a batch. */
export interface Batched {
  method: string;
  url: string;
  body?: unknown;
  headers?: Record<string, string>;
  contentId?: string;
}

/** A list of requests is a change set. */
export type BatchedItem = Batched | readonly Batched[];

/** Writes a $batch as the documentation shows it. */
export function writeBatchRequest(items: readonly BatchedItem[], boundary = 'batch_1'): string {
  const parts = items.map((item, at) => ('method' in item ? part(item) : changeSet(item, `changeset_${at}`)));
  return `${joined(boundary, parts)}${CRLF}`;
}

export const multipart = (boundary = 'batch_1') => ({
  'Content-Type': `multipart/mixed; boundary="${boundary}"`,
});

const joined = (boundary: string, parts: readonly string[]) =>
  `${parts.map((one) => `--${boundary}${CRLF}${one}${CRLF}`).join('')}--${boundary}--`;

const changeSet = (requests: readonly Batched[], boundary: string) =>
  [`Content-Type: multipart/mixed; boundary=${boundary}`, '', joined(boundary, requests.map(part))].join(
    CRLF,
  );

function part({ method, url, body, headers = {}, contentId }: Batched): string {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId ? [`Content-ID: ${contentId}`] : []),
    '',
    `${method} ${url} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['Content-Type: application/json']),
    '',
    body === undefined ? '' : JSON.stringify(body),
  ].join(CRLF);
}
