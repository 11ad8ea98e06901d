import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunReport } from '../run/run-report.js';
import { reportPage } from './report-page.js';

/** Where a report was written. */
export interface WrittenReport {
  json: string;
  page: string;
}

/** Writes a report into the folder, for programs and for people. It has keys of rows in it, so only its owner can read it. */
export async function writeReport(folder: string, report: RunReport): Promise<WrittenReport> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = join(folder, `${report.integration}-${report.id}`);
  const written = { json: `${name}.json`, page: `${name}.html` };
  await writeFile(written.json, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  await writeFile(written.page, reportPage(report), { mode: 0o600 });
  return written;
}
