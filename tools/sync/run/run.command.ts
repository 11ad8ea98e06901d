import { Option } from 'commander';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import type { RunReport } from '../../../apps/batch-sync/src/run/run-report.js';
import type { Run } from '../../../apps/batch-sync/src/run/run.js';
import type { Staging } from '../../../apps/batch-sync/src/staging/staging.js';
import { writeReport } from '../../../apps/batch-sync/src/report/write-report.js';
import { assertFolderOf, writeJson } from '../../json-file.js';
import { count, nextTime } from '../flags.js';
import { passedOverInWords } from '../passed-over-in-words.js';
import type { Subcommand } from '../subcommand.js';
import { type Opened, withSync } from '../with-sync.js';
import { forecast } from './forecast.js';
import { type LandedFile, landFiles } from './land-files.js';
import type { RunFlags } from './run-flags.js';
import { runInWords } from './run-in-words.js';
import { toItsEnd } from './to-its-end.js';

const INTERRUPTED = 130;

const HELP = `
A run is over all that was delivered: the file or files of --from, those in the folder that SYNC_DROP_DIRECTORY names, and what other tools
have landed. With nothing new it loads what is pending. A run that was interrupted is gone on with first.
Where a service of this machine is running that spends the same limits of Dataverse alone (DATAVERSE_PROCESSES is 1), it does the work and
this command watches, for as long as the service answers; otherwise the command works by itself.
The code is 0 when the run is done and no delivery was refused, 1 when not.`;

/** `run`: from deliveries to rows in Dataverse. */
export const runCommand: Subcommand = (program, choose) => {
  program
    .command('run')
    .description('Brings what a source has delivered into Dataverse, and tells what was done.')
    .argument('<integration>', 'its name, as list tells it')
    .option('--from <path>', 'a file, or a folder whose files are deliveries in the order of their names')
    .option('--dry-run', 'say what would be done and how long the limits make it, and do nothing')
    .option('--approve-deactivations', 'deactivate rows that are gone, however many there are')
    .option('--workers <count>', 'at work in this process (default: SYNC_WORKERS, or 1)', count)
    .option('--until <HH:MM>', 'end at that time in UTC, complete or not', nextTime)
    .option('--report <folder>', 'where the report goes (default: SYNC_REPORTS, or .causeway/reports)')
    .addOption(
      new Option(
        '--json <file>',
        'write the report, or the forecast, there, too; - is the standard output, instead of the words',
      ),
    )
    .addHelpText('after', HELP)
    .action((integration: string, flags: RunFlags) =>
      choose(withSync((opened) => start(opened, integration, flags))),
    );
};

async function start(opened: Opened, integration: string, flags: RunFlags): Promise<number> {
  const { sync, signal } = opened;
  const { from, dryRun, json } = flags;
  if (json) await assertFolderOf(json);
  const named = sync.integration(integration);
  if (dryRun) return forecast(opened, named, flags);
  const unfinished = await unfinishedOf(opened, integration);
  const files = from === undefined ? [] : await landFiles(sync.staging, named, from, { signal });
  for (const line of passedOverInWords(integration, await sync.passedOver(integration)))
    process.stderr.write(`${line}\n`);
  const report = await load(opened, named, { unfinished, files }, flags);
  if (!report) return INTERRUPTED;
  await tell(report, opened, flags);
  return report.state === 'done' && !isRefused(report) ? 0 : 1;
}

/** What a run has left to do comes first. Nothing is landed beside one that somebody has to decide about. */
async function unfinishedOf({ sync }: Opened, integration: string): Promise<Run | undefined> {
  const found = (await sync.runs.unfinished()).find((run) => run.integration === integration);
  if (found?.state === 'paused') throw new Error(`Run ${found.id} is paused: resume it, or cancel it.`);
  return found;
}

/** Undefined when somebody has pressed Ctrl-C. */
async function load(
  opened: Opened,
  { name }: Integration,
  { unfinished, files }: { unfinished: Run | undefined; files: readonly LandedFile[] },
  { until, approveDeactivations: goneApproved, workers }: RunFlags,
): Promise<RunReport | undefined> {
  const { sync } = opened;
  if (unfinished) {
    process.stderr.write(`Run ${unfinished.id} has not ended: going on with it.\n`);
    const report = await toItsEnd(opened, unfinished, workers);
    if (!report?.ended || files.length === 0) return report;
  }
  await keepRefused(sync.staging, name, files);
  return toItsEnd(opened, await sync.begin(name, { until, goneApproved }), workers);
}

/** Files that could not be read become refused deliveries, which the run tells of. */
async function keepRefused(
  { deliveries }: Staging,
  integration: string,
  files: readonly LandedFile[],
): Promise<void> {
  for (const file of files)
    if ('refusal' in file) await deliveries.refuse(integration, file.name, file.refusal);
}

async function tell(report: RunReport, { config }: Opened, flags: RunFlags): Promise<void> {
  const written = await writeReport(flags.report ?? config.reports ?? '.causeway/reports', report);
  if (flags.json !== '-') process.stdout.write(`${runInWords(report)}\nreport     ${written.page}\n`);
  if (flags.json) await writeJson(flags.json, report);
}

const isRefused = ({ deliveries }: RunReport): boolean =>
  deliveries.some(({ outcome }) => outcome.kind === 'refused');
