import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deliveredValues } from '../sync/made-rows.js';

/** Writes a delivery of so many assets as CSV; so many of the first are in a new version. */
export const writeDelivery = (path: string, rows: number, changed: number): Promise<void> =>
  pipeline(Readable.from(lines(rows, changed)), createWriteStream(path));

function* lines(rows: number, changed: number): Generator<string> {
  yield `${Object.keys(deliveredValues('assets', 0)).join()}\n`;
  for (let row = 0; row < rows; row += 1)
    yield `${Object.values(deliveredValues('assets', row, row < changed ? 1 : 0)).join()}\n`;
}
