import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import type { CampaignCommand } from '../campaign-command.js';
import { anySeed, say, wholeNumber } from '../command-words.js';
import { SHORT_MODES } from './troubles.js';

interface SyncFlags {
  rounds?: number;
  rows?: number;
  seed?: number;
  short?: true;
  json?: string;
  keep?: true;
}

const usual = { short: { rounds: 2, rows: 120 }, whole: { rounds: 20, rows: 500 } };

/** Kills the processes of the nightly sync, its database and Dataverse while they work. */
export const sync: CampaignCommand = (program, choose) => {
  program
    .command('sync')
    .description(
      'Lets three processes load what sources deliver night by night, and kills them by SIGKILL at every named point and at random instants, with PostgreSQL restarted, Dataverse away and replies lost; then holds the rows of the stand-in and the reports of the runs against what must come of the deliveries.',
    )
    .option(
      '--rounds <count>',
      'how many rounds, each from an empty database (default: 20; 2 with --short)',
      wholeNumber,
    )
    .option(
      '--rows <count>',
      'customers of the first night; there are as many cases (default: 500; 120 with --short)',
      wholeNumber,
    )
    .option(
      '--seed <number>',
      'plans the same rows, deaths and troubles again (default: another one each time)',
      wholeNumber,
    )
    .option('--short', 'two rounds with few rows')
    .option('--json <file>', 'write the figures there')
    .option('--keep', 'keep the directory with the logs and rows of the rounds')
    .action((flags: SyncFlags) => choose((signal) => troubleSync(flags, signal)));
};

async function troubleSync({ short, json, keep, ...flags }: SyncFlags, signal: AbortSignal): Promise<number> {
  if (json) await assertFolderOf(json);
  const { runCampaign } = await import('./campaign.js');
  const { isGood, reportOf, wordsOf, wordsOfRound } = await import('./report.js');
  const seed = flags.seed ?? anySeed();
  const { rounds, rows } = { ...(short ? usual.short : usual.whole), ...flags };
  say(`${rounds} rounds of ${rows} customers and as many cases, seed ${seed}`);
  const results = await runCampaign({
    ...{ seed, rounds, rows, signal, keep: keep === true },
    modes: short ? SHORT_MODES : undefined,
    onStart: (directory) => keep && say(`logs and rows: ${directory}`),
    onRound: (result) => say(wordsOfRound(result, rounds)),
  });
  const report = reportOf(results, seed);
  process.stdout.write(`\n${wordsOf(report)}\n`);
  if (json) await writeJson(json, report);
  return isGood(report) ? 0 : 1;
}
