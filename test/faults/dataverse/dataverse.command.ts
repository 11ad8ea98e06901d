import { Option } from 'commander';
import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import type { CampaignCommand } from '../campaign-command.js';
import { anySeed, say, wholeNumber } from '../command-words.js';
import { isGood, reportOf, wordsOf, wordsOfRound } from './report.js';
import { TROUBLES } from './troubles.js';

interface DataverseFlags {
  writes?: number;
  seed?: number;
  short?: true;
  only?: string;
  json?: string;
}

const writesOf = { short: 180, whole: 5_000 };

/** Troubles processes that write many rows to Dataverse. */
export const dataverse: CampaignCommand = (program, choose) => {
  program
    .command('dataverse')
    .description(
      'Lets three processes write rows one by one, in batches and in bulk messages while calls fail in every way; then holds what they were told, and the rows of the stand-in, against what was to be written.',
    )
    .option('--writes <count>', 'writes of a round (default: 5000; 180 with --short)', wholeNumber)
    .option(
      '--seed <number>',
      'plans the same writes and faults again (default: another one each time)',
      wholeNumber,
    )
    .option('--short', 'the troubles that matter most, with all ways of writing in one round')
    .addOption(
      new Option('--only <trouble>', 'only the rounds with this').choices(TROUBLES.map(({ name }) => name)),
    )
    .option('--json <file>', 'write the figures there')
    .action((flags: DataverseFlags) => choose((signal) => troubleWrites(flags, signal)));
};

async function troubleWrites(
  { short, only, json, ...flags }: DataverseFlags,
  signal: AbortSignal,
): Promise<number> {
  if (json) await assertFolderOf(json);
  const { planRounds, runCampaign } = await import('./campaign.js');
  const isShort = short === true;
  const seed = flags.seed ?? anySeed();
  const writes = flags.writes ?? (isShort ? writesOf.short : writesOf.whole);
  const options = { writes, seed, isShort, only };
  const rounds = planRounds(options).length;
  say(`${rounds} rounds of ${writes} writes, seed ${seed}`);
  const onRound = (result: Parameters<typeof wordsOfRound>[0]) => say(wordsOfRound(result, rounds));
  const report = reportOf(await runCampaign({ ...options, signal, onRound }), seed);
  process.stdout.write(`\n${wordsOf(report)}\n`);
  if (json) await writeJson(json, report);
  return isGood(report) ? 0 : 1;
}
