import { readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { UNKNOWN_CATEGORY } from './poisons.js';

interface SchemaFile {
  choices: { cw_category: { values: { label: string }[] } };
  tables: { incident: { keys: Record<string, object> } };
}

/** Writes the schema of a Dataverse that is not quite as we think: a category is missing, and one more column must not repeat. */
export async function writeStricterSchema(file: string): Promise<void> {
  const schema = parse(await readFile('dataverse/schema.yaml', 'utf8'), { merge: true }) as SchemaFile;
  const { cw_category: category } = schema.choices;
  category.values = category.values.filter(({ label }) => label !== UNKNOWN_CATEGORY);
  schema.tables.incident.keys['cw_incidentexternal'] = {
    columns: ['cw_externalid'],
    custom: true,
    label: 'External reference',
  };
  await writeFile(file, stringify(schema));
}
