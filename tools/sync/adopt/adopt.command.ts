import type { Adoption, StepAdoption } from '../../../apps/batch-sync/src/adopt/adoption.js';
import type { Integration } from '../../../apps/batch-sync/src/catalogue/integration.js';
import { assertFolderOf, writeJson } from '../../json-file.js';
import { whileLanded } from '../run/land-files.js';
import type { Subcommand } from '../subcommand.js';
import { type Opened, withSync } from '../with-sync.js';
import { AdoptProgressBars } from './adopt-progress-bars.js';
import { adoptionInWords } from './adoption-in-words.js';
import { AmbiguousFile } from './ambiguous-file.js';

interface AdoptFlags {
  from?: string;
  write?: boolean;
  out?: string;
  json?: string;
}

const HELP = `
Rows are looked for by the columns that the integration names under adopt, among active rows that have no cw_key. Accepted are what runs have
accepted, and what --from and other waiting deliveries hold: those are looked at and wait for a run as before.
With --write the unique ones get their cw_key, and nothing else changes; a row that somebody has changed meanwhile is left. It may be done again.
Mend ambiguous rows, and do it again, before the first run: a run makes every row that has no key.
The code is 0 when all unique ones have their key, or nothing was to be written, 1 when not.`;

/** `adopt`: finds the rows of an integration in a Dataverse that had them before the sync. */
export const adopt: Subcommand = (program, choose) => {
  program
    .command('adopt')
    .description(
      'Finds rows that Dataverse had before the sync, so that the first run changes them and makes none twice.',
    )
    .argument('<integration>', 'its name, as list tells it')
    .option('--from <path>', 'a file, or a folder whose files are deliveries in the order of their names')
    .option('--write', 'give the unique ones their cw_key; without it they are only told')
    .option('--out <file>', 'write the ambiguous rows there as CSV, for whoever mends them')
    .option(
      '--json <file>',
      'write what was found there, too; - is the standard output, instead of the words',
    )
    .addHelpText('after', HELP)
    .action((integration: string, flags: AdoptFlags) =>
      choose(withSync((opened) => start(opened, integration, flags))),
    );
};

async function start(opened: Opened, name: string, flags: AdoptFlags): Promise<number> {
  const { from, out, json } = flags;
  if (json) await assertFolderOf(json);
  if (out) await assertFolderOf(out, '--out');
  const { sync, signal } = opened;
  const integration = sync.integration(name);
  const files = { from, signal };
  const adoption = await whileLanded(sync.staging, integration, files, async (deliveries, [refusal]) => {
    // What is ambiguous may show in the very file that cannot be read.
    if (refusal) throw new Error(refusal.says);
    return match(opened, integration, deliveries, flags);
  });
  if (json !== '-') process.stdout.write(`${adoptionInWords(adoption)}\n`);
  if (json) await writeJson(json, adoption);
  return adoption.steps.every(isComplete) ? 0 : 1;
}

async function match(
  { adoptions, signal }: Opened,
  integration: Integration,
  deliveries: readonly string[],
  { write, out }: AdoptFlags,
): Promise<Adoption> {
  const progress = new AdoptProgressBars();
  const file = out === undefined ? undefined : await AmbiguousFile.open(out);
  try {
    return await adoptions.adopt(integration, deliveries, {
      ...{ write, signal },
      onProgress: (now) => progress.show(now),
      ...(file && { onAmbiguous: (row) => file.write(row) }),
    });
  } finally {
    progress.end();
    await file?.close();
  }
}

const isComplete = ({ unique, stamped }: StepAdoption): boolean =>
  stamped === undefined || stamped.stamped === unique.rows;
