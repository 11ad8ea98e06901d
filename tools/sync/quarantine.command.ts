import type { QuarantinedRow } from '../../apps/batch-sync/src/run/sync-runs.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { tableOf } from '../text-table.js';
import { count } from './flags.js';
import { moment } from './moment.js';
import type { Subcommand } from './subcommand.js';
import { type Opened, withSync } from './with-sync.js';

const COLUMNS = ['step', 'key', 'code', 'says', 'when', 'run'] as const;

interface QuarantineFlags {
  limit?: number;
  json?: string;
}

/** `quarantine`: rows that Dataverse refused, for whoever mends the cause. */
export const quarantine: Subcommand = (program, choose) => {
  program
    .command('quarantine')
    .description('Shows the rows that Dataverse refused as they are, with what it said.')
    .argument('<integration>', 'its name, as list tells it')
    .option('--limit <count>', 'so many (default: 100)', count)
    .option('--json <file>', 'write them there; - is the standard output, instead of the table')
    .action((integration: string, flags: QuarantineFlags) =>
      choose(withSync((opened) => show(opened, integration, flags))),
    );
};

/** `replay`: lets the next run try them again. */
export const replay: Subcommand = (program, choose) => {
  program
    .command('replay')
    .description('Takes rows out of quarantine: the next run tries them again.')
    .argument('<integration>', 'its name, as list tells it')
    .option('--key <key...>', 'natural keys, as quarantine shows them (default: all)')
    .action((integration: string, { key }: { key?: string[] }) =>
      choose(
        withSync(async ({ sync }) => {
          const rows = await sync.runs.replay(integration, { keys: key });
          process.stdout.write(`${rows} ${rows === 1 ? 'row is' : 'rows are'} tried again by the next run\n`);
          if (!key || rows > 0) return 0;
          process.stderr.write(`No row of ${integration} with such a key is in quarantine.\n`);
          return 1;
        }),
      ),
    );
};

async function show(
  { sync }: Opened,
  integration: string,
  { limit, json }: QuarantineFlags,
): Promise<number> {
  if (json) await assertFolderOf(json);
  const rows = await sync.runs.quarantined(integration, { limit });
  if (json !== '-')
    process.stdout.write(rows.length > 0 ? `${tableOf(COLUMNS, rows.map(rowOf))}\n` : 'None.\n');
  if (json) await writeJson(json, { rows });
  return 0;
}

const rowOf = ({ when, ...row }: QuarantinedRow) => ({ ...row, when: moment(when) });
