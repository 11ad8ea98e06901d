import type { WebApiRequest } from '../web-api-request.js';

/** One request in a batch. How the call is made, and for whom, is said of the batch as a whole. */
export type BatchOperation = Omit<WebApiRequest, 'operations' | 'stream' | 'signal' | 'lane' | 'onBehalfOf'>;

/** A write in a change set. */
export interface ChangeSetOperation extends BatchOperation {
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /**
   * A number of yours: with 1, `$1` stands for this row in later operations of the change set, at the beginning of a `path`, or
   * as the value of an `@odata.bind` or `@odata.id`. No two of a batch are the same; leave it out where nothing refers to it.
   */
  contentId?: number | undefined;
}

/** Writes that happen together or not at all. */
export interface ChangeSet {
  readonly changeSet: readonly ChangeSetOperation[];
}

/** What a batch consists of. */
export type BatchItem = BatchOperation | ChangeSet;

/** The operations of an item. */
export const operationsOf = (item: BatchItem): readonly (BatchOperation | ChangeSetOperation)[] =>
  'changeSet' in item ? item.changeSet : [item];

/** In a batch: learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
export const mostOperations = 1_000;

/** How many operations there are in all; a `RangeError` for more than Dataverse takes, and for nothing to do. */
export function countOperations(items: readonly BatchItem[]): number {
  const counts = items.map((item) => operationsOf(item).length);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all > mostOperations) throw new RangeError(`A batch holds ${mostOperations} operations at most.`);
  if (all === 0 || counts.includes(0))
    throw new RangeError('A batch, and a change set, holds an operation at least.');
  return all;
}

/** Above the numbers that people mostly choose. */
const firstFreeId = 100_001;

/** Gives each operation of a change set a Content-ID, by which its answer is found. A `TypeError` when two share one. */
export function withContentIds(items: readonly BatchItem[]): BatchItem[] {
  const taken = new Set(chosenIds(items));
  let last = firstFreeId - 1;
  const nextFree = () => {
    do last += 1;
    while (taken.has(last));
    return last;
  };
  return items.map((item) =>
    'changeSet' in item
      ? { changeSet: item.changeSet.map((write) => ({ ...write, contentId: write.contentId ?? nextFree() })) }
      : item,
  );
}

function chosenIds(items: readonly BatchItem[]): number[] {
  const ids = items.flatMap((item) =>
    'changeSet' in item ? item.changeSet.flatMap(({ contentId }) => contentId ?? []) : [],
  );
  if (new Set(ids).size < ids.length) throw new TypeError('Two operations of a batch have the same number.');
  return ids;
}
