import type { Integration } from '../../apps/batch-sync/src/catalogue/integration.js';
import { assertFolderOf, writeJson } from '../json-file.js';
import { tableOf } from '../text-table.js';
import { withCatalogueFlags, type CatalogueFlags } from './catalogue-flags.js';
import type { Subcommand } from './subcommand.js';

const COLUMNS = ['name', 'owner', 'source', 'target', 'schedule', 'pattern'] as const;

type Row = Record<(typeof COLUMNS)[number], string>;

/** `list`: the integrations of the catalogue, parents before children. */
export const list: Subcommand = (program, choose) => {
  withCatalogueFlags(program.command('list'))
    .description(
      'Lists the integrations in the order in which they run: whose rows others refer to come first.',
    )
    .option('--json <file>', 'write the list there; - is the standard output, instead of the table')
    .action((flags: CatalogueFlags & { json?: string }) => choose(() => show(flags)));
};

async function show({ catalogue, schema, json }: CatalogueFlags & { json?: string }): Promise<number> {
  if (json) await assertFolderOf(json);
  const { Catalogue } = await import('../../apps/batch-sync/src/catalogue/catalogue.js');
  const { integrations } = await Catalogue.fromFolder(catalogue, schema);
  const rows = integrations.map(rowOf);
  if (json !== '-') process.stdout.write(`${tableOf(COLUMNS, rows)}\n`);
  if (json) await writeJson(json, { integrations: rows });
  return 0;
}

function rowOf({ name, owner, source, target, entities, schedule, pattern }: Integration): Row {
  const tables = [target, ...Object.values(entities).map((entity) => entity.target)].map(
    ({ table }) => table,
  );
  const kinds = [...new Set(source.format.map(({ kind }) => kind))];
  return {
    ...{ name, owner, pattern },
    source: kinds.join(', '),
    target: tables.join(', '),
    schedule: schedule ?? 'on demand',
  };
}
