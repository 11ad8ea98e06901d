import type { Schema, Table } from '#lib/dataverse-schema';
import type { DefinitionReader } from './definition-reader.js';
import type { Environment, FoundTable } from './environment.js';
import { readChoices } from './read-choices.js';
import { readPublisher, readSolution } from './read-solution.js';
import { readTable } from './read-table.js';

/** Reads what the environment has of the schema: some ten requests a table, one after the other. */
export async function readEnvironment(
  reader: DefinitionReader,
  { publisher, choices, tables }: Schema,
  language: number,
): Promise<Environment> {
  const found = new Map<string, FoundTable>();
  for (const table of tables) {
    const there = await readTable(reader, table.name, columnsOf(table), language);
    if (there) found.set(table.name, there);
  }
  return {
    publisher: await readPublisher(reader, publisher.name),
    solution: await readSolution(reader, publisher.solution),
    choices: await readChoices(
      reader,
      choices.map(({ name }) => name),
      language,
    ),
    tables: found,
  };
}

/** State and status stand apart in the schema, and are columns all the same. */
const columnsOf = ({ columns, state }: Table): string[] => [
  ...columns.map(({ name }) => name),
  ...(state.length > 0 ? ['statecode', 'statuscode'] : []),
];
