import { Option } from 'commander';
import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import type { CampaignCommand } from '../campaign-command.js';
import { anySeed, say, wholeNumber } from '../command-words.js';
import type { PoisonResult } from './campaign.js';
import type { Cost } from './least-calls.js';

interface PoisonFlags {
  rows: number;
  bad: number;
  rowsACall: number;
  by?: 'bulk' | 'batch';
  seed?: number;
  json?: string;
}

/** Writes bad rows among good ones. */
export const dataversePoison: CampaignCommand = (program, choose) => {
  program
    .command('dataverse-poison')
    .description(
      'Writes rows to Dataverse of which some are bad in eight ways, and looks that exactly those are refused, each for its own reason, in how many calls.',
    )
    .option('--rows <count>', 'how many rows', wholeNumber, 20_000)
    .option('--bad <count>', 'how many of them are bad', wholeNumber, 200)
    .option('--rows-a-call <count>', 'the most rows of a call', wholeNumber, 1_000)
    .addOption(
      new Option('--by <way>', 'always so (default: as the client chooses)').choices(['bulk', 'batch']),
    )
    .option('--seed <number>', 'the same rows are bad again (default: others each time)', wholeNumber)
    .option('--json <file>', 'write the figures there')
    .action((flags: PoisonFlags) => choose((signal) => poisonRows(flags, signal)));
};

async function poisonRows({ json, ...flags }: PoisonFlags, signal: AbortSignal): Promise<number> {
  if (json) await assertFolderOf(json);
  const { runPoison } = await import('./campaign.js');
  const seed = flags.seed ?? anySeed();
  say(`${flags.rows} rows, ${flags.bad} of them bad, seed ${seed}`);
  const result = await runPoison({ ...flags, seed, signal });
  process.stdout.write(`\n${wordsOf(result)}\n`);
  if (json) await writeJson(json, result);
  return result.findings.length === 0 ? 0 : 1;
}

const costInWords = ({ calls, rowsInBatches }: Cost): string =>
  `${String(calls).padStart(6)} calls, ${String(rowsInBatches).padStart(6)} rows in batches`;

const wordsOf = ({
  calls,
  executionMs,
  halving,
  plainBatches,
  leastWhenUnknown,
  leastWhenKnown,
  seconds,
  findings,
}: PoisonResult): string =>
  [
    `The client made ${calls} calls in ${seconds} s; the stand-in charged ${Math.round(executionMs / 1_000)} s of execution for them.`,
    'For the same rows it would be, as counted:',
    `  ${costInWords(halving)}: halving what is refused, down to batches of 50 rows`,
    `  ${costInWords(plainBatches)}: batches of 50 rows from the beginning`,
    `  ${costInWords(leastWhenUnknown)}: at least, when nobody knows which rows are bad`,
    `  ${costInWords(leastWhenKnown)}: at least, for whoever knew them beforehand`,
    findings.length === 0
      ? 'Exactly the bad rows were refused, each for its own reason.'
      : `${findings.length} findings, of rows that ended otherwise than they must:`,
    ...findings.slice(0, 10).map((finding) => `FOUND  ${finding}`),
  ].join('\n');
