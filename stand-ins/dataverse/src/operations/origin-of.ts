import { randomUUID } from 'node:crypto';
import { header } from './header.js';
import type { RequestOrigin } from '../webhooks/row-event.js';
import type { WebApiRequest } from './request.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Which request it is for those who hear of what it changes; `tag`: developer/data-platform/optional-parameters. */
export function originOf(request: WebApiRequest): RequestOrigin {
  const correlation = header(request, 'x-ms-correlation-id') ?? '';
  return {
    requestId: randomUUID(),
    correlationId: GUID.test(correlation) ? correlation.toLowerCase() : randomUUID(),
    userAgent: header(request, 'user-agent') ?? '',
    tag: new URLSearchParams(request.query).get('tag') ?? undefined,
  };
}
