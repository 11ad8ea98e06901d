import type { Schema } from '#lib/dataverse-schema';
import type { Environment } from '../environment/environment.js';
import { compareChoice } from './compare-choice.js';
import { compareSolution } from './compare-solution.js';
import { compareTable } from './compare-table.js';
import type { Difference } from './difference.js';

/** Every difference between the schema and the environment; none when the environment is as we rely on it. */
export const compare = (schema: Schema, environment: Environment): Difference[] => [
  ...compareSolution(schema, environment),
  ...schema.choices.flatMap((choice) => compareChoice(choice, environment.choices.get(choice.name))),
  ...schema.tables.flatMap((table) => compareTable(table, environment.tables.get(table.name))),
];
