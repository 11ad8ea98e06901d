import { type Column, optionsOf, type Schema } from '#lib/dataverse-schema';

/** A value that stands in the catalogue itself, in the words of the table's map: a choice by its label, also where its number is given. */
export function literalValue(
  schema: Schema,
  column: Column,
  value: string | number | boolean | null,
): unknown {
  if (column.type !== 'choice') return value;
  return optionsOf(schema, column).find((option) => option.value === value)?.label ?? value;
}
