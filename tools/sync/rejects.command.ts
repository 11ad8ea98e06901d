import type { RejectedRow } from '../../apps/batch-sync/src/run/sync-runs.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { tableOf } from '../text-table.js';
import { count } from './flags.js';
import type { Subcommand } from './subcommand.js';
import { type Opened, withSync } from './with-sync.js';

/** Named as in the file that the source gets back. */
const COLUMNS = ['delivery', 'row number', 'rejected by', 'in words', 'natural key'] as const;

interface RejectsFlags {
  delivery?: number;
  limit?: number;
  json?: string;
}

/** `rejects`: rows that were not accepted, for whoever mends them at their source. */
export const rejects: Subcommand = (program, choose) => {
  program
    .command('rejects')
    .description('Shows the rows of a delivery that were not accepted, with the reason of each.')
    .argument('<integration>', 'its name, as list tells it')
    .option('--delivery <number>', 'of that delivery, as history tells it (default: of the last one)', count)
    .option('--limit <count>', 'so many (default: 100)', count)
    .option(
      '--json <file>',
      'write them there with their values, as they were read; - is the standard output, instead of the table',
    )
    .action((integration: string, flags: RejectsFlags) =>
      choose(withSync((opened) => show(opened, integration, flags))),
    );
};

async function show(
  { sync }: Opened,
  integration: string,
  { delivery, limit, json }: RejectsFlags,
): Promise<number> {
  if (json) await assertFolderOf(json);
  const rows = await sync.runs.rejects(integration, { delivery: delivery?.toString(), limit });
  if (json !== '-')
    process.stdout.write(rows.length > 0 ? `${tableOf(COLUMNS, rows.map(rowOf))}\n` : 'None.\n');
  if (json) await writeJson(json, { rows });
  return 0;
}

const rowOf = ({ delivery, rowNumber, reason, says, key }: RejectedRow) => ({
  ...{ delivery, 'row number': rowNumber, 'rejected by': reason },
  ...{ 'in words': says, 'natural key': key },
});
