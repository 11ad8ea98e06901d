import { z } from 'zod';
import { columnName, words } from './names.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Where a value in Dataverse comes from. */
const mapping = z.union([
  columnName.transform((column) => ({ column })),
  z.strictObject({
    column: columnName,
    /** What is longer than the column in Dataverse is cut; otherwise Dataverse refuses the row. */
    cut: z.boolean().optional(),
    /** The value, or the label of a choice, for each text of the source; whatever is not named becomes `otherwise`, or nothing. */
    values: z.record(z.string(), value).optional(),
    otherwise: value.optional(),
  }),
  z.strictObject({ value }),
  z.strictObject({
    /** Binds the row of another integration, or of another entity as `integration/entity`, whose key stands in the column. */
    lookup: z.strictObject({ to: words, column: columnName, table: columnName.optional() }),
  }),
]);

/** Which table the rows go to. Its key is `cw_key`, made of the integration's name and the natural key. */
export const target = z.strictObject({
  table: columnName,
  columns: z.record(columnName, mapping),
  /** Rows of which this is true are closed as cases are, by CloseIncident, and never opened again. */
  closedWhen: z.strictObject({ sql: words, status: z.number().int(), subject: words }).optional(),
});

/** Rows that follow from the accepted, active ones of the integration, such as one contact for all accounts that name it. */
export const derivedEntity = z.strictObject({
  /** A query over `rows`, with the column `key` and those that the target needs; a row that it no longer yields is gone. */
  sql: words,
  target,
});

export type Target = z.output<typeof target>;
export type Mapping = z.output<typeof mapping>;
