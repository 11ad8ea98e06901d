import type { ClientPolicy, HttpRequest } from '#lib/http';
import { abortReason } from '#lib/resilience';

/**
 * Writes to one row are carried out in the order in which they were asked for: the later waits until the earlier has ended, with all
 * of its attempts. Without it one that waits in a group could be overtaken. A row that has two addresses, a GUID and an
 * alternate key, is two rows here.
 */
export function rowOrderPolicy(): ClientPolicy {
  const last = new Map<string, Promise<void>>();
  return {
    name: 'row-order',
    send: (request, next) => {
      const row = rowOf(request);
      if (row === undefined) return next(request);
      const before = last.get(row);
      const mine = before ? before.then(() => next(stillWanted(request))) : next(request);
      const forget = (): void => {
        if (last.get(row) === over) last.delete(row);
      };
      const over: Promise<void> = mine.then(forget, forget);
      last.set(row, over);
      return mine;
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
