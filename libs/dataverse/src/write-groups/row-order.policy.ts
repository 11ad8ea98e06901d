import type { ClientPolicy, HttpRequest } from '#lib/http';
import { abortReason } from '#lib/resilience';
import { Turns } from '../bulk/turns.js';

/**
 * Writes to one row are carried out in the order in which they were asked for: the later waits until the earlier has ended, with all
 * of its attempts. Without it one that waits in a group could be overtaken. A row that has two addresses, a GUID and an
 * alternate key, is two rows here.
 */
export function rowOrderPolicy(): ClientPolicy {
  const turns = new Turns();
  return {
    name: 'row-order',
    send: (request, next) => {
      const row = rowOf(request);
      return row === undefined ? next(request) : turns.take([row], () => next(stillWanted(request)));
    },
  };
}

/** The address of the row that is written, up to what is done with it; undefined for a read, and for what has no row in its URL. */
function rowOf({ method, url }: HttpRequest): string | undefined {
  const [row] = /^[^?(]+\([^/?]*/.exec(url) ?? [];
  return method === 'GET' ? undefined : row?.toLowerCase();
}

/** Whose caller has left while it waited is not sent. */
function stillWanted(request: HttpRequest): HttpRequest {
  if (request.signal?.aborted) throw abortReason(request.signal);
  return request;
}
