import { durationInWords } from '../../apps/batch-sync/src/report/table-markup.js';
import type { ListedRun } from '../../apps/batch-sync/src/run/run.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { tableOf } from '../text-table.js';
import { count } from './flags.js';
import { moment } from './moment.js';
import type { Subcommand } from './subcommand.js';
import { type Opened, withSync } from './with-sync.js';

const COLUMNS = ['run', 'integration', 'state', 'began', 'took', 'deliveries', 'refused', 'failure'] as const;

interface HistoryFlags {
  limit?: number;
  json?: string;
}

/** `history`: the runs that there were. */
export const history: Subcommand = (program, choose) => {
  program
    .command('history')
    .description('Shows the runs, the last first.')
    .argument('[integration]', 'those of one alone')
    .option('--limit <count>', 'so many (default: 100)', count)
    .option('--json <file>', 'write them there; - is the standard output, instead of the table')
    .action((integration: string | undefined, flags: HistoryFlags) =>
      choose(withSync((opened) => show(opened, integration, flags))),
    );
};

async function show(
  { sync }: Opened,
  integration: string | undefined,
  { limit, json }: HistoryFlags,
): Promise<number> {
  if (json) await assertFolderOf(json);
  const runs = await sync.runs.history({ integration, limit });
  if (json !== '-') process.stdout.write(`${tableOf(COLUMNS, runs.map(rowOf))}\n`);
  if (json) await writeJson(json, { runs });
  return 0;
}

const rowOf = ({ id, integration, state, started, ended, failure, ...of }: ListedRun) => ({
  ...{ run: id, integration, state, began: moment(started), failure: failure?.says },
  ...{ deliveries: of.deliveries.join(', '), refused: of.refusedDeliveries.join(', ') },
  took: ended && durationInWords(ended.getTime() - started.getTime()),
});
