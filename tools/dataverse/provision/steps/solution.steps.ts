import type { Schema } from '#lib/dataverse-schema';
import { readPublisher, readSolution } from '../environment/read-solution.js';
import { createOnce } from './create-once.js';
import { type Target, write } from './target.js';

type Publisher = Schema['publisher'];

/** Both are rows, not components: they belong to no solution themselves. */
export const createPublisher = (target: Target, { name, label, prefix, optionValuePrefix }: Publisher) =>
  createOnce(
    () =>
      write(target, {
        operation: 'publisher.create',
        path: 'publishers',
        body: {
          uniquename: name,
          friendlyname: label,
          customizationprefix: prefix,
          customizationoptionvalueprefix: optionValuePrefix,
        },
      }),
    async () => (await readPublisher(target.reader, name)) !== undefined,
  );

export async function createSolution(target: Target, { name, solution }: Publisher): Promise<void> {
  const publisher = await readPublisher(target.reader, name);
  if (!publisher) throw new Error(`The publisher ${name} is gone.`);
  await createOnce(
    () =>
      write(target, {
        operation: 'solution.create',
        path: 'solutions',
        body: {
          uniquename: solution,
          friendlyname: solution,
          version: '1.0.0.0',
          'publisherid@odata.bind': `publishers(${publisher.id})`,
        },
      }),
    async () => (await readSolution(target.reader, solution)) !== undefined,
  );
}
