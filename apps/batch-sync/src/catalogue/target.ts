import { z } from 'zod';
import { adopt } from './adopt.js';
import { columnName, expression, logicalName, words } from './names.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const fromColumn = z.strictObject({
  column: columnName,
  cut: z
    .boolean()
    .optional()
    .describe('What is longer than the column in Dataverse is cut; otherwise Dataverse refuses the row.'),
  note: words.optional().describe('What was cut stands whole in a note of this subject. Cuts, too.'),
  values: z
    .record(z.string(), value)
    .optional()
    .describe(
      'The value, or the label of a choice, for each text of the source. Default for a choice: a text is the label.',
    ),
  otherwise: value
    .optional()
    .describe('For texts that are not named. Default: nothing. Nothing stays nothing.'),
});

const fixed = z.strictObject({ value });

const lookup = z.strictObject({
  lookup: z
    .strictObject({
      to: words.describe('An integration, or an entity of one as `integration/entity`.'),
      column: columnName,
    })
    .describe('Binds the row of that integration whose key stands in the column.'),
});

const row = z.strictObject({
  row: z
    .strictObject({
      table: logicalName,
      id: z.guid(),
      columns: z.record(logicalName, value).default({}),
    })
    .describe('Binds one and the same row always; where it is missing, it is made with these columns.'),
});

/** Where a value in Dataverse comes from. A name alone is a column. */
const mapping = z.union([
  columnName.transform((column): z.output<typeof fromColumn> => ({ column })),
  fromColumn,
  fixed,
  lookup,
  row,
]);

const position = z
  .strictObject({
    easting: columnName,
    northing: columnName,
    projection: words.describe('Of the grid, such as EPSG:27700, or a definition of PROJ: +proj=tmerc ...'),
    latitude: logicalName,
    longitude: logicalName,
  })
  .describe('Two columns of a grid that become latitude and longitude (WGS 84) when they are loaded.');

/** Which table the rows go to. Its key is `cw_key`, made of the integration's name and the natural key. */
export const target = z.strictObject({
  table: logicalName,
  columns: z.record(logicalName, mapping),
  position: position.optional(),
  closedWhen: z
    .strictObject({
      sql: expression,
      status: words.describe('The label of a status of resolved cases.'),
      subject: words,
    })
    .optional()
    .describe(
      'Rows of which this is true are closed as cases are, by CloseIncident, and never opened again.',
    ),
});

/** Rows that follow from the accepted, active ones of the integration, such as one contact for all accounts that name it. */
export const derivedEntity = z.strictObject({
  sql: words.describe(
    'A query over `rows`, with the column "key" and those that the target needs; a row that it no longer yields is gone.',
  ),
  target,
  adopt: adopt.optional(),
});

export type Target = z.output<typeof target>;
export type Mapping = z.output<typeof mapping>;
export type DerivedEntity = z.output<typeof derivedEntity>;
