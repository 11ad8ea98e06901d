import type { HttpResponse } from './http-call.js';

/** An answer in parts, such as that to a batch: its status is one part's, and each part has one of its own. */
export const isInParts = ({ headers }: Pick<HttpResponse, 'headers'>): boolean =>
  /^multipart\//i.test(headers['content-type'] ?? '');
