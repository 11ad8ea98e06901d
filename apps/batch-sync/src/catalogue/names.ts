import { z } from 'zod';

/** The name of an integration, which is also the source system in the keys of its rows, such as `syracuse-roads`. */
export const integrationName = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be words in lower case with hyphens between them')
  .max(40);

/** The name of a column in the staging database. */
export const columnName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must begin with a letter and have lower-case letters, digits and _ only');

/** A sentence or a word for people. */
export const words = z.string().min(1).max(2_000);

/** An expression over the columns of a row, each by its name, in the words of SQL that staging databases share. */
export const expression = z.string().min(1).max(4_000);

/** One or several, the first of which counts most. */
export const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item.transform((one) => [one]), z.array(item).min(1)]);
