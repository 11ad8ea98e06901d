import { unsupportedContentType } from '../errors.js';
import { header } from './header.js';
import type { Context, WebApiRequest } from './request.js';

/** Whether a body must be announced as JSON, as the documentation asks clients to, is not documented: an option. */
export function checkContentType({ unknowns }: Context, request: WebApiRequest): void {
  if (unknowns.contentType === 'ignored' || !request.body?.length || isUpload(request)) return;
  const contentType = header(request, 'content-type') ?? '';
  if (!/^\s*application\/json\s*(;|$)/i.test(contentType)) throw unsupportedContentType(contentType);
}

/** Nothing but a file is patched behind the key of a row. */
const isUpload = ({ method, path }: WebApiRequest): boolean => method === 'PATCH' && /\)\/\w+$/.test(path);
