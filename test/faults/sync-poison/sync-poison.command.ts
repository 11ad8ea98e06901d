import { assertFolderOf, writeJson } from '../../../tools/json-file.js';
import type { CampaignCommand } from '../campaign-command.js';
import { anySeed, say, wholeNumber } from '../command-words.js';
import type { SyncPoisonResult } from './campaign.js';

interface SyncPoisonFlags {
  rows: number;
  bad: number;
  seed?: number;
  json?: string;
}

/** Delivers bad rows among good ones to the nightly sync. */
export const syncPoison: CampaignCommand = (program, choose) => {
  program
    .command('sync-poison')
    .description(
      'Delivers rows to the nightly sync of which Dataverse refuses some in eight ways, and looks that exactly those are set aside, each ' +
        'for its own reason, are not tried again, and load when their source has mended them.',
    )
    .option('--rows <count>', 'how many rows', wholeNumber, 20_000)
    .option('--bad <count>', 'how many of them are bad', wholeNumber, 200)
    .option('--seed <number>', 'the same rows are bad again (default: others each time)', wholeNumber)
    .option('--json <file>', 'write the figures there')
    .action((flags: SyncPoisonFlags) => choose(() => poisonRows(flags)));
};

async function poisonRows({ json, ...flags }: SyncPoisonFlags): Promise<number> {
  if (json) await assertFolderOf(json);
  const { prepareGround } = await import('../ground.js');
  const { runSyncPoison } = await import('./campaign.js');
  const seed = flags.seed ?? anySeed();
  say(`${flags.rows} rows, ${flags.bad} of them bad, seed ${seed}`);
  const ground = await prepareGround({ keep: false });
  try {
    const database = await ground.freshDatabase('sync_poison');
    const result = await runSyncPoison({ ...flags, seed, databaseUrl: database.url });
    process.stdout.write(`\n${wordsOf(result)}\n`);
    if (json) await writeJson(json, result);
    return result.findings.length === 0 ? 0 : 1;
  } finally {
    await ground.close();
  }
}

const wordsOf = ({ requests, seconds, findings }: SyncPoisonResult): string =>
  [
    `requests        ${requests.poisoned}, ${requests.again} for the same again, ${requests.mended} for what is mended`,
    `seconds         ${seconds}`,
    `findings        ${findings.length}`,
    ...findings.slice(0, 10).map((finding) => `FOUND           ${finding}`),
  ].join('\n');
