import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRows } from './read-rows.js';
import { sourceFile } from './source-file.js';
import { readIntegration } from './testing.js';

const REAL = '../shared/data';
const CSV = { kind: 'csv' };

/** How each source writes, and the name of a column that every row has. */
const SOURCES: readonly [string, unknown, string | string[]][] = [
  ['accounts/dotgov', CSV, 'Domain name'],
  ['assets/bnlc', CSV, 'id_lieu'],
  ['assets/berlin-pumps', { kind: 'geojson' }, 'id'],
  ['assets/syracuse-roads', CSV, 'streetID'],
  ['workorders/syracuse-potholes', CSV, 'Latitude'],
  ['workorders/highways-england', { kind: 'xml', row: 'ha_planned_works' }, 'reference_number'],
  ['cases/boston-2015', CSV, 'CASE_ENQUIRY_ID'],
  ['cases/nyc', [CSV, { kind: 'json' }], ['unique_key', 'Unique Key']],
];

/** What of the published numbers says how many rows there are. */
interface Delivery {
  snapshot: string;
  read: number;
  rejected: Readonly<Record<string, number>>;
}

async function count(folder: string, file: string, format: unknown, from: string | string[]) {
  const integration = readIntegration(format, { key: { from, required: true } });
  const counts = { read: 0, malformed: 0, withKey: 0 };
  for await (const { defect, values } of readRows(integration, sourceFile(join(REAL, folder, file)))) {
    counts.read += 1;
    if (defect !== undefined) counts.malformed += 1;
    if (values['key'] !== undefined) counts.withKey += 1;
  }
  return counts;
}

describe.runIf(existsSync(REAL))('the real deliveries', () => {
  const published = () =>
    JSON.parse(readFileSync(join(REAL, 'expected.json'), 'utf8')) as Record<
      string,
      Delivery[] | { posts: number }
    >;

  it.each(SOURCES)(
    'of %s have as many rows as is published',
    async (folder, format, from) => {
      const read: Record<string, Awaited<ReturnType<typeof count>>> = {};
      for (const file of readdirSync(join(REAL, folder)).sort())
        read[file] = await count(folder, file, format, from);
      const expected = published()[folder];
      if (Array.isArray(expected))
        expect(read).toEqual(
          Object.fromEntries(
            expected.map(({ snapshot, read, rejected }) => [
              snapshot,
              { read, malformed: rejected['R0 malformed record'] ?? 0, withKey: read },
            ]),
          ),
        );
      else {
        const sum = (of: keyof (typeof read)[string]) =>
          Object.values(read).reduce((total, counts) => total + counts[of], 0);
        expect({ read: sum('read'), malformed: sum('malformed'), withKey: sum('withKey') }).toEqual({
          read: expected?.posts,
          malformed: 0,
          withKey: expected?.posts,
        });
      }
    },
    60_000,
  );
});
