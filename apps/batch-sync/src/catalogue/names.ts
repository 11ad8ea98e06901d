import { z } from 'zod';

/** The name of an integration, which is also the source system in the keys of its rows, such as `street-lamps`. */
export const integrationName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be words in lower case with hyphens between them')
  .max(40);

/** The name of a column in the staging database. */
export const columnName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must begin with a letter and have lower-case letters, digits and _ only');

/** The name of a table or a column in Dataverse. */
export const logicalName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'a logical name has lower-case letters, digits and _');

/** A sentence or a word for people. */
export const words = z.string().min(1).max(2_000);

/**
 * An expression over the columns of a row, each by its name, in the words of SQL that staging databases share. In it, a column of type
 * text is its text, a number is a double, a boolean is the text `true` or `false`, a date is a text such as `2016-04-12`, and a datetime
 * is a text in UTC such as `2016-04-12T07:54:00.000Z`. What its type cannot read is null: no value of a source makes an expression fail.
 */
export const expression = z
  .string()
  .min(1)
  .max(4_000)
  .describe('An expression of SQL over the columns of a row, each by its name.');

/** One or several, the first of which counts most. */
export const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1)]);
