import { Option } from 'commander';
import { assertFolderOf, writeJson } from '../../tools/json-file.js';
import { AS_IT_SHIPS, BUGS } from './builds.js';
import type { CampaignCommand } from './campaign-command.js';
import { figuresOf, isGood, reportOf, wordsOf, wordsOfRound } from './report.js';
import { anySeed, say, wholeNumber } from './command-words.js';

interface FaultFlags {
  rounds: number;
  cases: number;
  seed?: number;
  json?: string;
  bug?: string;
  keep?: true;
}

/** Kills the intake and the stand-in for Dataverse while cases are posted. */
export const intake: CampaignCommand = (program, choose) => {
  program
    .command('intake')
    .description(
      'Kills the intake and the stand-in for Dataverse by SIGKILL, at every named point of its road and at random instants, while cases are posted with retries; then holds what the senders were told against the rows of the stand-in.',
    )
    .option(
      '--rounds <count>',
      'how many rounds, each from an empty database; at most so many with --bug',
      wholeNumber,
      2,
    )
    .option('--cases <count>', 'how many cases a round', wholeNumber, 300)
    .option('--seed <number>', 'plans the same deaths again (default: another one each time)', wholeNumber)
    .option('--json <file>', 'write the figures there')
    .option('--keep', 'keep the directory with the logs and rows of the rounds')
    .addOption(
      new Option(
        '--bug <name>',
        'run against a build with this deliberate bug; ends with 0 as soon as it is found, else with 1',
      ).choices(Object.keys(BUGS)),
    )
    .action((flags: FaultFlags) => choose((signal) => runIntake(flags, signal)));
};

async function runIntake(
  { rounds, cases, json, bug, keep, ...flags }: FaultFlags,
  signal: AbortSignal,
): Promise<number> {
  if (json) await assertFolderOf(json);
  const { runCampaign } = await import('./campaign.js');
  const seed = flags.seed ?? anySeed();
  const build = (bug === undefined ? undefined : BUGS[bug]) ?? AS_IT_SHIPS;
  say(`${bug === undefined ? '' : 'at most '}${rounds} rounds of ${cases} cases, seed ${seed}`);
  const results = await runCampaign({
    build,
    rounds,
    cases,
    seed,
    keep: keep === true,
    signal,
    onStart: (directory) => keep && say(`logs and rows: ${directory}`),
    onRound: (result) => say(wordsOfRound(result, rounds)),
    isEnough: (result) => bug !== undefined && figuresOf(result).lost > 0,
  });
  const report = reportOf(results, { seed, waypoints: build.waypoints });
  process.stdout.write(`\n${wordsOf(report)}\n`);
  if (json) await writeJson(json, report);
  if (bug === undefined) return isGood(report) ? 0 : 1;
  const isFound = report.total.lost > 0;
  process.stdout.write(`bug        ${bug} was ${isFound ? 'found' : 'NOT found'}\n`);
  return isFound ? 0 : 1;
}
