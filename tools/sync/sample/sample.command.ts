import { Argument } from 'commander';
import { countsInWords, inDigits } from '../../../apps/batch-sync/src/report/table-markup.js';
import { assertFolderOf, writeJson } from '../../json-file.js';
import { tableOf } from '../../text-table.js';
import { count } from '../flags.js';
import type { Subcommand } from '../subcommand.js';
import type { SampleOptions } from './sample-deliveries.js';
import { type SampleName, SAMPLES, type WrittenSample, writeSamples } from './samples.js';

const COLUMNS = [
  ...['file', 'read', 'rejected', 'inserted', 'updated', 'unchanged', 'reactivated', 'deactivated', 'held'],
  'active',
];

interface SampleFlags extends SampleOptions {
  out: string;
  json?: string;
}

/** `sample`: files to try the sync with. */
export const sample: Subcommand = (program, choose) => {
  program
    .command('sample')
    .description(
      'Writes made-up deliveries, and tells what must come of them. The same seed, the same files.',
    )
    .addArgument(new Argument('<integration>', 'of which there are samples').choices(Object.keys(SAMPLES)))
    .option('--rows <count>', 'in each delivery', count, 2_000)
    .option('--seed <number>', 'another one, other rows', count, 1)
    .option('--deliveries <count>', 'so many nights', count, 1)
    .requiredOption('--out <folder>', 'where the files go; it is made when it is not there')
    .option(
      '--json <file>',
      'write what must come of them there, too; - is the standard output, instead of the table',
    )
    .action((name: SampleName, flags: SampleFlags) => choose(() => write(name, flags)));
};

async function write(name: SampleName, { out, json, ...options }: SampleFlags): Promise<number> {
  if (json) await assertFolderOf(json);
  const samples = await writeSamples(name, options, out);
  if (json !== '-') process.stdout.write(`${tableOf(COLUMNS, samples.map(rowOf))}\n`);
  if (json) await writeJson(json, { samples });
  return 0;
}

const rowOf = ({ path, expected: { rejected, activeAfter, ...counts } }: WrittenSample) => ({
  file: path,
  ...Object.fromEntries(Object.entries(counts).map(([kind, rows]) => [kind, inDigits(rows)])),
  rejected: countsInWords(rejected),
  active: inDigits(activeAfter),
});
