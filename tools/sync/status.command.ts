import type { SyncStatus } from '../../apps/batch-sync/src/batch-sync.js';
import type { ListedRun, RunProgress } from '../../apps/batch-sync/src/run/run.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { tableOf } from '../text-table.js';
import { moment } from './moment.js';
import { passedOverInWords } from './passed-over-in-words.js';
import { straysInWords } from './strays-in-words.js';
import type { Subcommand } from './subcommand.js';
import { waitInWords } from './wait-in-words.js';
import { type Opened, withSync } from './with-sync.js';

const COLUMNS = ['integration', 'waiting', 'pending', 'quarantined', 'now', 'last run', 'last done'] as const;

/** `status`: every integration at a glance. */
export const status: Subcommand = (program, choose) => {
  program
    .command('status')
    .description('Shows of every integration what runs, what waits, and when it was done last.')
    .option('--json <file>', 'write it there; - is the standard output, instead of the table')
    .action((flags: { json?: string }) => choose(withSync((opened) => show(opened, flags))));
};

async function show({ sync }: Opened, { json }: { json?: string }): Promise<number> {
  if (json) await assertFolderOf(json);
  const all = await sync.status({ count: true });
  const strays = await sync.strays();
  if (json !== '-') {
    const files = all.flatMap(({ integration, passedOver }) => passedOverInWords(integration, passedOver));
    const names = all.map(({ integration }) => integration);
    const lines = [tableOf(COLUMNS, all.map(rowOf)), ...files, ...straysInWords(strays, names)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (json) await writeJson(json, { integrations: all, strays });
  return 0;
}

const rowOf = ({ integration, waiting, pending, quarantined, unfinished, last, lastDone }: SyncStatus) => ({
  ...{ integration, waiting, pending, quarantined },
  now: unfinished && nowInWords(unfinished),
  'last run': last && lastInWords(last),
  'last done': moment(lastDone),
});

const nowInWords = ({ run, state, stage, leaseLeftMs }: RunProgress): string =>
  leaseLeftMs === undefined
    ? `run ${run} ${state}: ${stage.action} ${stage.step}`
    : `run ${run} ${waitInWords(leaseLeftMs)}`;

/** That a run is done does not say that all that was delivered was taken. */
function lastInWords({ id, state, refusedDeliveries: { length } }: ListedRun): string {
  const refused = length === 1 ? '1 delivery refused' : `${length} deliveries refused`;
  return `run ${id} ${state}${length > 0 ? `, ${refused}` : ''}`;
}
