import type { HttpRequest } from '#lib/http';
import { canStandInBatch } from '../web-api/batch/write-batch.js';
import { partOf } from './grouped-batch.js';

/**
 * Whether it may share a request: a write of a row or of a link between rows, whose body is a text. A message may take minutes,
 * and so may a change of definitions: others in its batch would wait for it. The names of entity sets have small letters only,
 * those of definitions and of most messages have not; a message of one's own that has may share, too.
 */
export function mayShare(request: HttpRequest, root: string): boolean {
  const { method, url, body, operations, stream } = request;
  if (method === 'GET' || operations !== undefined || stream) return false;
  if (body !== undefined && typeof body !== 'string') return false;
  return url.startsWith(root) && rowOrLink.test(url.slice(root.length)) && canStandInBatch(partOf(request));
}

/** `contacts`, `contacts(…)`, `contacts(…)/cw_assets/$ref`, `contacts(…)/cw_assets(…)/$ref`, each with its query. */
const rowOrLink = /^[a-z][a-z0-9_]*(?:\([^/?]*\)(?:\/\w+(?:\([^/?]*\))?\/\$ref)?)?(?:\?|$)/;

/** What a batch can say only for all of its operations, and what is not to be mixed in it. */
export const shareKeyOf = ({ lane, headers }: HttpRequest): string =>
  [lane, headers['callerobjectid'], headers['consistency']].join(' ');
