import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { potholes } from './potholes.js';
import { roadRatings } from './road-ratings.js';
import { type Expected, sampleDeliveries, type SampleOptions } from './sample-deliveries.js';

/** By the name of the integration whose deliveries they look like. */
export const SAMPLES = { 'road-ratings': roadRatings, potholes };

export type SampleName = keyof typeof SAMPLES;

export interface WrittenSample {
  path: string;
  expected: Expected;
}

/** Writes the files into the folder, whose names have the order of their nights. */
export async function writeSamples(
  name: SampleName,
  options: SampleOptions,
  folder: string,
): Promise<WrittenSample[]> {
  await mkdir(folder, { recursive: true });
  const written: WrittenSample[] = [];
  for (const { lines, expected } of sampleDeliveries(SAMPLES[name], options)) {
    const night = String(written.length + 1).padStart(String(options.deliveries).length, '0');
    const path = join(folder, `${name}_${night}.csv`);
    await writeFile(path, `${lines.join('\n')}\n`);
    written.push({ path, expected });
  }
  return written;
}
