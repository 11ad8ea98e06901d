import { z } from 'zod';
import { expression, oneOrMore, words } from './names.js';

/**
 * What the text of a value means, and so how it is compared: a number as an IEEE double, a boolean without regard to case, a date or a
 * time by its moment. A text that is none of that is compared as text, and is nothing in Dataverse.
 */
const type = z.enum(['text', 'number', 'boolean', 'date', 'datetime']).default('text');

/** Whether a change of it is a change of the row. */
const compared = z.boolean().default(true);

/** A column of the source. Its values are brought to their normal form first: Unicode NFC, trimmed, empty is nothing. */
export const sourceColumn = z.strictObject({
  /** The names that the source gives it, whatever their case; its own name unless given. */
  from: oneOrMore(words).optional(),
  type,
  /** How the source writes a date or a time, such as `M/d/yyyy H:mm`; ISO 8601 unless given. The first that fits counts. */
  format: oneOrMore(words).optional(),
  /** The time zone of times that name none, such as `America/New_York`; UTC unless given. */
  zone: words.optional(),
  case: z.enum(['lower', 'upper']).optional(),
  /** Texts that mean nothing, such as `NA`. */
  nothing: z.array(words).default([]),
  /** A text that this regular expression does not match means nothing. */
  pattern: words.optional(),
  /** A delivery whose header lacks it is refused. */
  required: z.boolean().default(false),
  compared,
});

/** A column that follows from others of the same row. */
export const computedColumn = z.strictObject({ sql: expression, type, compared });

export type SourceColumn = z.output<typeof sourceColumn>;
export type ComputedColumn = z.output<typeof computedColumn>;
