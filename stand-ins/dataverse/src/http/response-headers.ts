import { randomUUID } from 'node:crypto';
import { affinityCookie } from './affinity.js';

export interface ServerHints {
  /** The web server that answers. */
  server: number;
  /** What its user has left there. */
  remaining: { requests: number; executionMs: number };
  dopHint: number;
}

/** The published dump of a real response: webapi/use-ps-and-vscode-web-api. Hints for people, not for control. */
export function responseHeaders({
  server,
  remaining,
  dopHint,
}: ServerHints): Record<string, string | string[]> {
  const requestId = randomUUID();
  return {
    'Cache-Control': 'no-cache',
    Allow: 'OPTIONS,GET,HEAD,POST',
    Expires: '-1',
    Vary: 'Accept-Encoding',
    'x-ms-service-request-id': `${randomUUID()}, ${requestId}`,
    'Set-Cookie': [affinityCookie(server)],
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    REQ_ID: requestId,
    'CRM.ServiceId': 'framework',
    AuthActivityId: randomUUID(),
    'x-ms-dop-hint': String(dopHint),
    'x-ms-ratelimit-time-remaining-xrm-requests': SECONDS.format(remaining.executionMs / 1000),
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(remaining.requests),
    'OData-Version': '4.0',
    Public: 'OPTIONS,GET,HEAD,POST',
  };
}

/** `1,200.00`: the comma is what trips clients up. */
const SECONDS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
