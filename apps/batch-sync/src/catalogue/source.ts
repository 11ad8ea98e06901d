import { z } from 'zod';
import { words } from './names.js';

const encoding = z.enum(['utf-8', 'iso-8859-1', 'windows-1252', 'utf-16le']).default('utf-8');

/** How the files of a source are written. Any of them may be packed with gzip, whatever its name. */
export const format = z.discriminatedUnion('kind', [
  /** RFC 4180 with a header. */
  z.strictObject({
    kind: z.literal('csv'),
    delimiter: z.string().length(1).default(','),
    encoding,
  }),
  /** An array of objects, at the top or at `rows`. */
  z.strictObject({ kind: z.literal('json'), rows: words.optional() }),
  /** A FeatureCollection: columns are the properties, and `longitude` and `latitude` of a point. */
  z.strictObject({ kind: z.literal('geojson') }),
  /** One element a row, its columns as elements in it. The declaration says the encoding. */
  z.strictObject({ kind: z.literal('xml'), row: words }),
]);

/** Where deliveries come from. */
export const source = z.strictObject({
  format: z
    .union([format, z.array(format).min(1)])
    .transform((given) => (Array.isArray(given) ? given : [given])),
  /** A file's name, by shell patterns such as `*.csv.gz`; all files of the folder unless given. */
  files: words.optional(),
  /** What else lies in a row: left out, or kept together in the column `others`. */
  otherColumns: z.enum(['ignored', 'kept']).default('ignored'),
});

export type Format = z.output<typeof format>;
export type Source = z.output<typeof source>;
