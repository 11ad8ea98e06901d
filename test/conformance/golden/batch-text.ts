/** One operation of a batch. */
export interface Operation {
  method: string;
  /** As it stands in the request line. */
  url: string;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  contentId?: string;
}

/** Operations that succeed or fail as one. */
export interface ChangeSet {
  changeset: readonly Operation[];
}

const CRLF = '\r\n';

/**
 * The body of a `$batch`, every line with its CRLF, the last one too:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api (Batch requests).
 */
export function batchText(boundary: string, items: readonly (Operation | ChangeSet)[]): string {
  const parts = items.map((item) => ('changeset' in item ? changeSetText(item) : operationText(item)));
  return delimited(boundary, parts);
}

const delimited = (boundary: string, parts: readonly string[]): string =>
  [...parts.map((part) => `--${boundary}${CRLF}${part}`), `--${boundary}--${CRLF}`].join('');

const changeSetText = ({ changeset }: ChangeSet): string =>
  ['Content-Type: multipart/mixed; boundary=changeset_1', '', ''].join(CRLF) +
  delimited('changeset_1', changeset.map(operationText)) +
  CRLF;

function operationText({ method, url, headers = {}, body, contentId }: Operation): string {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url} HTTP/1.1`,
    ...Object.entries({ ...json, ...headers }).map(([name, value]) => `${name}: ${value}`),
    '',
    body === undefined ? '' : JSON.stringify(body),
    '',
  ].join(CRLF);
}
