import { assertFolderOf } from '../../json-file.js';
import type { Connected, Subcommand } from '../subcommand.js';
import { print } from './print.js';
import { differencesOf } from './provision.js';
import { differenceForJson } from './report.js';
import { openSchema, type SchemaFlags, withSchemaFlags } from './schema-flags.js';

/** `schema diff`: what an environment has otherwise than the schema says. */
export const schemaDiff: Subcommand = (program, choose) => {
  const schema = program.command('schema').description('What we rely on in Dataverse.');
  withSchemaFlags(schema.command('diff'))
    .description(
      'Says what the environment has otherwise than the schema says, and who can mend it; changes nothing. Ends with code 1 when something differs.',
    )
    .action((flags: SchemaFlags) => choose((connected) => showDifferences(connected, flags)));
};

async function showDifferences(connected: Connected, flags: SchemaFlags): Promise<number> {
  if (flags.json) await assertFolderOf(flags.json);
  const { schema, target } = await openSchema(connected, flags);
  const differences = await differencesOf(target, schema);
  await print(differences, flags.json, {
    url: connected.url,
    differences: differences.map(differenceForJson),
  });
  return differences.length === 0 ? 0 : 1;
}
