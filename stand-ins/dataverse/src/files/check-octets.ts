import { unsupportedContentType } from '../errors.js';
import { header } from '../operations/header.js';
import type { WebApiRequest } from '../operations/request.js';

/** A file comes as bytes, and says so. Throws a DataverseError. */
export function checkOctets(request: WebApiRequest): void {
  const contentType = header(request, 'content-type') ?? '';
  if (!/^\s*application\/octet-stream\s*(;|$)/i.test(contentType)) throw unsupportedContentType(contentType);
}
