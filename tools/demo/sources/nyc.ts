import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DateTime } from 'luxon';
import { categoryOf } from './category-of.js';
import { csvRows } from './csv-rows.js';
import { valueOf, type CasePost, type CaseSource, type SourceRow } from './source-row.js';

const ZONE = 'America/New_York';

/** New York City's 311 cases in the four forms in which they are found: files by name, rows in the order of the file. */
export const nyc = (directory: string): CaseSource => ({
  name: 'cases/nyc, files by name, rows in file order',
  size: 4_000,
  async *rows() {
    const files = (await readdir(directory)).filter((file) => file.endsWith('.gz')).sort();
    for (const file of files) {
      const rows = file.endsWith('.json.gz')
        ? jsonRows(join(directory, file))
        : csvRows(join(directory, file));
      for await (const row of rows) yield nycRow(row);
    }
  },
});

/** One row as a post. */
export function nycRow(row: Readonly<Record<string, string>>): SourceRow {
  const complaint = row['complaint_type'] ?? '';
  const description = valueOf(row['descriptor']);
  const address = addressOf(row);
  const point = pointOf(row);
  const post: CasePost = {
    category: categoryOf(complaint),
    title: complaint.slice(0, 200),
    ...(description && { description }),
    location: { ...(address && { address }), ...(point && { point }) },
    ...occurredAt(row['created_date']),
    externalReference: { system: 'nyc-311', id: row['unique_key'] ?? '' },
  };
  return !address && !valueOf(row['latitude']) ? { post, refusedBy: 'I3' } : { post };
}

async function* jsonRows(path: string): AsyncGenerator<Readonly<Record<string, string>>> {
  const rows = JSON.parse(gunzipSync(await readFile(path)).toString('utf8')) as Record<string, string>[];
  yield* rows;
}

function addressOf(row: Readonly<Record<string, string>>): string | undefined {
  const street = valueOf(row['incident_address']) ?? valueOf(row['street_name']);
  if (street) return street;
  const crossing = [valueOf(row['intersection_street_1']), valueOf(row['intersection_street_2'])];
  return crossing[0] ? crossing.filter((name) => name !== undefined).join(' & ') : undefined;
}

function pointOf({ latitude, longitude }: Readonly<Record<string, string>>) {
  const [lat, long] = [valueOf(latitude), valueOf(longitude)];
  return lat && long ? { latitude: Number(lat), longitude: Number(long) } : undefined;
}

function occurredAt(created: string | undefined): { occurredAt?: string } {
  const options = { zone: ZONE };
  const text = created ?? '';
  const portal = DateTime.fromFormat(text, 'MM/dd/yyyy hh:mm:ss a', options);
  const moment = portal.isValid ? portal : DateTime.fromISO(text, options);
  return moment.isValid ? { occurredAt: moment.toUTC().toISO() } : {};
}
