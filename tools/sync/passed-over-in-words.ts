import type { PassedOverFile } from '../../apps/batch-sync/src/extract/drop/passed-over.js';
import { printable } from './printable.js';

/** So many are told by name. */
const NAMED = 20;

/** A line for each file of the drop that no run takes as it is. */
export function passedOverInWords(integration: string, files: readonly PassedOverFile[]): string[] {
  const lines = files
    .slice(0, NAMED)
    .map(({ name, says }) => `No run takes ${integration}/incoming/${printable(name)}: ${printable(says)}.`);
  const more = files.length - lines.length;
  return more > 0 ? [...lines, `No run takes ${more} more files in ${integration}/incoming.`] : lines;
}
