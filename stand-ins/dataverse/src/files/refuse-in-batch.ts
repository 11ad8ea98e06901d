import { missing } from '../not-implemented.js';
import type { Context } from '../operations/request.js';

/** A part of a batch is text, and a file is none. */
export function refuseInBatch({ contentIds }: Context): void {
  if (contentIds) throw missing('filesInBatches');
}
