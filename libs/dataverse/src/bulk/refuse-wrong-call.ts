import { isPositive } from '../operations/page-size.js';
import { writeOptions } from '../web-api/call-options.js';
import { refuseUnknownOptions } from '../web-api/refuse-unknown-options.js';
import type { BulkOptions } from './bulk-options.js';

const bulkOptions = {
  ...{ by: true, readFirst: true, atOnce: true, patienceMs: true },
  ...{ targetMs: true, firstRows: true, expected: true, mostRows: true, mostBytes: true },
  ...writeOptions,
} satisfies Record<keyof BulkOptions, true>;

/**
 * What the types say, for those who write without them.
 *
 * @throws TypeError for rows that cannot be gone through, and an option that there is not
 * @throws RangeError for no calls at a time
 */
export function refuseWrongCall(input: unknown, options: BulkOptions): void {
  if (!isIterable(input))
    throw new TypeError('The rows are an iterable, such as an array, or an asynchronous one.');
  refuseUnknownOptions(options, bulkOptions, 'calls with many rows');
  const { atOnce } = options;
  if (atOnce !== undefined && !isPositive(atOnce)) throw new RangeError('atOnce is a whole number above 0.');
}

const isIterable = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && (Symbol.iterator in input || Symbol.asyncIterator in input);
