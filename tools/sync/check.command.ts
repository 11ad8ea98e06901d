import { CatalogueError, type Problem } from '../../apps/batch-sync/src/catalogue/catalogue.error.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { withCatalogueFlags, type CatalogueFlags } from './catalogue-flags.js';
import type { Subcommand } from './subcommand.js';

/** `check`: everything that is wrong in the catalogue. */
export const check: Subcommand = (program, choose) => {
  withCatalogueFlags(program.command('check'))
    .description(
      'Says everything that is wrong in the catalogue, with file and line. Ends with code 1 when something is.',
    )
    .option('--json <file>', 'write the problems there, too; - is the standard output, instead of the words')
    .action((flags: CatalogueFlags & { json?: string }) => choose(() => show(flags)));
};

async function show({ catalogue, schema, json }: CatalogueFlags & { json?: string }): Promise<number> {
  if (json) await assertFolderOf(json);
  const { problems, words } = await findings(catalogue, schema);
  if (json !== '-') process.stdout.write(`${words}\n`);
  if (json) await writeJson(json, { problems });
  return problems.length === 0 ? 0 : 1;
}

async function findings(
  folder: string,
  schema: string,
): Promise<{ problems: readonly Problem[]; words: string }> {
  const { Catalogue } = await import('../../apps/batch-sync/src/catalogue/catalogue.js');
  try {
    const { integrations } = await Catalogue.fromFolder(folder, schema);
    return { problems: [], words: `${integrations.length} integrations, nothing is wrong` };
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    const { problems, message } = error;
    return {
      problems,
      words: `${message}\n${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
    };
  }
}
