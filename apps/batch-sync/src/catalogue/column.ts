import { z } from 'zod';
import { expression, oneOrMore, words } from './names.js';

const type = z
  .enum(['text', 'number', 'boolean', 'date', 'datetime'])
  .default('text')
  .describe(
    'What a text means, and so how it is compared: a number as an IEEE double, a boolean without regard to case, a date or a time by its moment. A text that is none of that is compared as text, and is nothing in Dataverse.',
  );

const compared = z.boolean().default(true).describe('Whether a change of it is a change of the row.');

/** A column of the source. Its values are brought to their normal form first: Unicode NFC, trimmed, empty is nothing. */
export const sourceColumn = z.strictObject({
  from: oneOrMore(words)
    .optional()
    .describe(
      'The names that the source gives it, whatever their case. Default: its own name. Several columns may be read from one.',
    ),
  type,
  format: oneOrMore(words)
    .optional()
    .describe(
      'How the source writes a date or a time where it is not ISO 8601 (with T or a space between), in the tokens of Luxon, such as M/d/yyyy H:mm. The first that fits counts.',
    ),
  zone: words
    .optional()
    .describe('The time zone of times that name none, such as America/New_York. Default: UTC.'),
  case: z
    .enum(['lower', 'upper'])
    .optional()
    .describe('Brings a text to that case, where case means nothing.'),
  nothing: z.array(words).default([]).describe('Texts that mean nothing, such as NA.'),
  pattern: words.optional().describe('A text that this regular expression does not match means nothing.'),
  required: z.boolean().default(false).describe('A delivery whose header lacks it is refused.'),
  compared,
});

/** A column that follows from others of the same row. */
export const computedColumn = z.strictObject({ sql: expression, type, compared });

export type SourceColumn = z.output<typeof sourceColumn>;
