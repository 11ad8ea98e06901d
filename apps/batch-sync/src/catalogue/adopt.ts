import { z } from 'zod';
import { logicalName } from './names.js';

/** By what the rows of a Dataverse that had them before the sync are known. Said beside a target, it is of that target's columns. */
export const adopt = z
  .strictObject({
    match: z
      .array(logicalName)
      .min(1)
      .describe('A row is the one in which each of these columns has what the sync would write there.'),
    ignoreCase: z.boolean().default(false).describe('Whether texts that differ in case alone are the same.'),
  })
  .describe('How rows that Dataverse had before the sync are found, for `npm run sync -- adopt`.');

export type Adopt = z.output<typeof adopt>;
