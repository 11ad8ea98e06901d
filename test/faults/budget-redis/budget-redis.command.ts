import { Option } from 'commander';
import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import { hasRedis } from '../../support/redis.js';
import type { CampaignCommand } from '../campaign-command.js';
import { say, wholeNumber } from '../command-words.js';
import { type CampaignResult, runCampaign } from './campaign.js';
import { findingsOf, wordsOf, wordsOfTrouble } from './verdict.js';

interface BudgetRedisFlags {
  processes: number;
  windowMs: number;
  short?: true;
  json?: string;
  bug?: 'each-for-itself';
}

/** Troubles processes that share a budget in Redis. */
export const budgetRedis: CampaignCommand = (program, choose) => {
  program
    .command('budget-redis')
    .description(
      'Kills processes that share a budget, and their Redis; empties, hangs, slows and cuts it off; and judges by the log of the service that they call.',
    )
    .option('--processes <count>', 'how many share the budget', wholeNumber, 3)
    .option('--window-ms <ms>', 'the window of the limits', wholeNumber, 10_000)
    .option('--short', 'only the three troubles that matter most')
    .option('--json <file>', 'write the figures there')
    .addOption(
      new Option(
        '--bug <name>',
        'run with this deliberate bug; ends with 0 as soon as a window is found that is too full, else with 1',
      ).choices(['each-for-itself']),
    )
    .action((flags: BudgetRedisFlags) => choose((signal) => troubleBudget(flags, signal)));
};

async function troubleBudget(
  { processes, windowMs, short, json, bug }: BudgetRedisFlags,
  signal: AbortSignal,
): Promise<number> {
  if (!hasRedis) throw new Error('There is no redis-server on the PATH.');
  if (json) await assertFolderOf(json);
  say(`${processes} processes, windows of ${windowMs} ms`);
  const result = await runCampaign({
    processes,
    windowMs,
    isShort: short === true,
    isSharing: bug === undefined,
    signal,
    onTrouble: (trouble) => say(wordsOfTrouble(trouble)),
    isEnough: (soFar) => bug !== undefined && isTooFull(soFar),
  });
  process.stdout.write(`\n${wordsOf(result)}\n`);
  const findings = findingsOf(result);
  if (json) await writeJson(json, { ...result, findings });
  return (bug === undefined ? findings.length === 0 : isTooFull(result)) ? 0 : 1;
}

const isTooFull = ({ fullest, limits }: CampaignResult): boolean =>
  fullest.requestsByArrival > limits.requests;
