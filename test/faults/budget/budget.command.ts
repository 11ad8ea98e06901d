import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import { BUG_NAMES, type BugName } from '../../simulation/bug-names.js';
import { inThreads } from '../../support/in-threads.js';
import type { CampaignCommand } from '../campaign-command.js';
import { say, wholeNumber } from '../command-words.js';
import type { Stories, StoriesResult } from './stories.js';
import { wordsOf } from './words.js';

interface BudgetFlags {
  seeds: number;
  first: number;
  json?: string;
  bug?: BugName;
}

/** So many stories a thread plays before it tells. */
const atATime = 50;
const tellEveryMs = 5_000;

/** Plays stories of a budget in virtual time: thousands of them, each told apart by its number. */
export const budget: CampaignCommand = (program, choose) => {
  program
    .command('budget')
    .description(
      'Simulates processes that share a budget, in virtual time: any arrivals, costs, deaths and losses of the ledger. Judges each story by the log of what was sent.',
    )
    .option('--seeds <count>', 'how many stories', wholeNumber, 5_000)
    .option('--first <number>', 'the number of the first; with --seeds 1 it plays one again', wholeNumber, 1)
    .option('--json <file>', 'write the figures there')
    .addOption(
      new Option(
        '--bug <name>',
        'play with a budget that is wrong in this way; ends with 0 when it is found out, else with 1',
      ).choices(BUG_NAMES),
    )
    .action((flags: BudgetFlags) => choose((signal) => playAll(flags, signal)));
};

async function playAll({ seeds, first, json, bug }: BudgetFlags, signal: AbortSignal): Promise<number> {
  if (json) await assertFolderOf(json);
  const { nothing, together } = await import('./stories.js');
  say(`${seeds} stories from ${first} on`);
  const results = await inThreads<Stories & { bug: BugName | undefined }, StoriesResult>(
    new URL('./stories.worker.js', import.meta.url),
    portionsOf(seeds, first).map((stories) => ({ ...stories, bug })),
    { threads: availableParallelism(), signal, onResult: teller(seeds) },
  );
  const result = results.reduce(together, nothing);
  process.stdout.write(`${wordsOf(result)}\n`);
  if (json) await writeJson(json, { first, ...result });
  const isGood = result.failures.length === 0;
  return isGood === (bug === undefined) ? 0 : 1;
}

const portionsOf = (seeds: number, first: number): Stories[] =>
  Array.from({ length: Math.ceil(seeds / atATime) }, (_, portion) => ({
    first: first + portion * atATime,
    count: Math.min(atATime, seeds - portion * atATime),
  }));

function teller(seeds: number): (result: StoriesResult) => void {
  let played = 0;
  let toldAt = Date.now();
  return ({ stories, failures }) => {
    played += stories;
    for (const { seed, findings } of failures) say(`story ${seed}: ${findings.join(', ')}`);
    if (Date.now() - toldAt < tellEveryMs) return;
    toldAt = Date.now();
    say(`${played}/${seeds}`);
  };
}
