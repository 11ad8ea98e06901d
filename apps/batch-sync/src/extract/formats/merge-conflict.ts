import { DeliveryRefusedError, type DeliveryPlace } from '../../delivery-refused-error.js';

/** What a version control writes into a file that two people changed, at the beginning of a line. */
const MARK = /^(<{7}|>{7}) /;
const MARK_BEHIND_LINE_END = /\n(<{7}|>{7}) /;
const LONGEST_MARK = 9;

export const isConflictMark = (line: string): boolean => MARK.test(line);

export const mergeConflict = (place: DeliveryPlace) =>
  new DeliveryRefusedError(
    'delivery-merge-conflict',
    'it has the marks of a merge conflict (such as <<<<<<<): two versions of the file are in it.',
    place,
  );

/**
 * Text of a format that has no such line anywhere, not even in a value.
 *
 * @throws DeliveryRefusedError `delivery-merge-conflict`
 */
export async function* withoutConflict(text: AsyncIterable<string>, file: string): AsyncGenerator<string> {
  let before = '\n';
  for await (const chunk of text) {
    if (MARK_BEHIND_LINE_END.test(before + chunk)) throw mergeConflict({ file });
    before = (before + chunk).slice(-LONGEST_MARK);
    yield chunk;
  }
}
