import { writeJson } from '../../json-file.js';
import type { Difference } from './plan/difference.js';
import { differencesAsTable, differencesInWords } from './report.js';

/** Prints the differences for people, and writes the figures where --json says. */
export async function print(
  differences: readonly Difference[],
  json: string | undefined,
  figures: unknown,
): Promise<void> {
  if (json !== undefined) await writeJson(json, figures);
  if (json !== '-' && differences.length > 0) process.stdout.write(`${differencesAsTable(differences)}\n`);
  process.stderr.write(`${differencesInWords(differences)}\n`);
}
