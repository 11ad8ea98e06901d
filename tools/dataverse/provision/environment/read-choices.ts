import { z } from 'zod';
import { type DefinitionReader, labelIn, listOf } from './definition-reader.js';
import type { FoundChoice } from './environment.js';

export const optionsIn = (language: number) =>
  z
    .array(z.object({ Value: z.int(), Label: labelIn(language) }))
    .transform((options) => options.map((option) => ({ value: option.Value, label: option.Label })));

/** Of the global choices with these names, those that there are. Their path knows no filter, so the names are read first. */
export async function readChoices(
  reader: DefinitionReader,
  names: readonly string[],
  language: number,
): Promise<Map<string, FoundChoice>> {
  const all = await reader.read(
    'choices.list',
    'GlobalOptionSetDefinitions?$select=Name',
    listOf(z.object({ Name: z.string() })),
  );
  const found = new Map<string, FoundChoice>();
  for (const { Name: name } of all.filter((each) => names.includes(each.Name))) {
    found.set(name, await readChoice(reader, name, language));
  }
  return found;
}

function readChoice(reader: DefinitionReader, name: string, language: number): Promise<FoundChoice> {
  const form = z
    .object({ MetadataId: z.string(), DisplayName: labelIn(language), Options: optionsIn(language) })
    .transform((choice) => ({ id: choice.MetadataId, label: choice.DisplayName, values: choice.Options }));
  return reader.read('choice.retrieve', `GlobalOptionSetDefinitions(Name='${name}')`, form);
}
