import { z } from 'zod';
import { words } from './names.js';

const encoding = z
  .enum(['utf-8', 'iso-8859-1', 'windows-1252', 'utf-16le'])
  .default('utf-8')
  .describe('How its characters are written, where a byte order mark does not say it.');

/** How the files of a source are written. Any of them may be packed with gzip, whatever its name. */
export const format = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('csv'),
      delimiter: z.string().length(1).default(','),
      encoding,
    })
    .describe('RFC 4180 with a header.'),
  z
    .strictObject({
      kind: z.literal('json'),
      rows: words.optional().describe('Where the array lies. Default: the whole is one.'),
    })
    .describe('An array of objects.'),
  z
    .strictObject({ kind: z.literal('geojson') })
    .describe('A FeatureCollection: columns are the properties, and longitude and latitude of a point.'),
  z
    .strictObject({ kind: z.literal('xml'), row: words.describe('The element that is a row.') })
    .describe('One element a row, its columns as elements in it. The declaration says the encoding.'),
]);

/** Where deliveries come from. */
export const source = z.strictObject({
  format: z
    .union([format, z.array(format).min(1)])
    .transform((given) => (Array.isArray(given) ? given : [given]))
    .describe('One form, or several, the first that fits a file counts.'),
  files: words
    .optional()
    .describe("A file's name, by shell patterns such as *.csv.gz. Default: all files of the folder."),
  doneMarker: z
    .boolean()
    .default(false)
    .describe(
      'Whether a file counts only when an empty one beside it, with `.done` after its name, says so.',
    ),
  otherColumns: z
    .enum(['ignored', 'kept'])
    .default('ignored')
    .describe('What else lies in a row: left out, or kept together in the column `others`, as JSON.'),
});

export type Format = z.output<typeof format>;
