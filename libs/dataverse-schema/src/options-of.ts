import type { Column, Option, Schema } from './schema.js';

/** What there is to choose in a column, whether the values are its own or everybody's. */
export const optionsOf = (
  { choices }: Schema,
  { values, choice }: Extract<Column, { type: 'choice' }>,
): readonly Option[] => values ?? choices.find(({ name }) => name === choice)?.values ?? [];
