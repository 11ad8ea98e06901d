import { randomUUID } from 'node:crypto';

/** The published dump of a real response: webapi/use-ps-and-vscode-web-api. Hints for people, not for control. */
export function responseHeaders(remainingRequests: number): Record<string, string | string[]> {
  const requestId = randomUUID();
  return {
    'Cache-Control': 'no-cache',
    Allow: 'OPTIONS,GET,HEAD,POST',
    Expires: '-1',
    Vary: 'Accept-Encoding',
    'x-ms-service-request-id': `${randomUUID()}, ${requestId}`,
    'Set-Cookie': [`ARRAffinity=${AFFINITY}; path=/; secure; HttpOnly`],
    'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
    REQ_ID: requestId,
    'CRM.ServiceId': 'framework',
    AuthActivityId: randomUUID(),
    'x-ms-dop-hint': '48',
    // Execution time is not metered yet; the comma is what trips clients up.
    'x-ms-ratelimit-time-remaining-xrm-requests': '1,200.00',
    'x-ms-ratelimit-burst-remaining-xrm-requests': String(remainingRequests),
    'OData-Version': '4.0',
    Public: 'OPTIONS,GET,HEAD,POST',
  };
}

const AFFINITY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90';
