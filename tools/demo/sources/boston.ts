import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { categoryOf } from './category-of.js';
import { csvRows } from './csv-rows.js';
import { valueOf, type CasePost, type CaseSource, type SourceRow } from './source-row.js';

const NO_POINT = '(0, 0)';
const ZONE = 'America/New_York';

/** The City of Boston's 311 cases of 2015: every file of the folder in the order of names, every row in the order of the file. */
export const boston = (directory: string): CaseSource => ({
  name: 'cases/boston-2015, files by name, rows in file order',
  size: 42_528,
  async *rows() {
    const files = (await readdir(directory)).filter((file) => file.endsWith('.csv.gz')).sort();
    for (const file of files) for await (const row of csvRows(join(directory, file))) yield bostonRow(row);
  },
});

/** One row as a post. */
export function bostonRow(row: Readonly<Record<string, string>>): SourceRow {
  const address = valueOf(row['location']);
  const geocoded = valueOf(row['geocoded_location']);
  const point = pointOf(geocoded);
  const description = valueOf(row['case_title']);
  const post: CasePost = {
    category: categoryOf(row['type'] ?? ''),
    title: (row['type'] ?? '').slice(0, 200),
    ...(description && { description }),
    location: { ...(address && { address }), ...(point && { point }) },
    ...occurredAt(row['open_dt']),
    externalReference: { system: 'boston-311', id: row['case_enquiry_id'] ?? '' },
  };
  return !address && geocoded === NO_POINT ? { post, refusedBy: 'I3' } : { post };
}

function pointOf(geocoded: string | undefined): { latitude: number; longitude: number } | undefined {
  const [, latitude, longitude] = /^\((-?[\d.]+), (-?[\d.]+)\)$/.exec(geocoded ?? '') ?? [];
  if (!latitude || !longitude || geocoded === NO_POINT) return undefined;
  return { latitude: Number(latitude), longitude: Number(longitude) };
}

function occurredAt(opened: string | undefined): { occurredAt?: string } {
  const moment = DateTime.fromFormat(opened ?? '', 'MM/dd/yyyy hh:mm:ss a', { zone: ZONE });
  return moment.isValid ? { occurredAt: moment.toUTC().toISO() } : {};
}
