import type { Schema, Table } from '#lib/dataverse-schema';

/** A table of the schema. The catalogue is checked before it is used: what it names is there. */
export function tableNamed({ tables }: Schema, name: string): Table {
  const table = tables.find((each) => each.name === name);
  if (!table) throw new Error(`There is no table ${name} in the schema.`);
  return table;
}

/** The same of a column in it. */
export function columnNamed({ name: table, columns }: Table, name: string): Table['columns'][number] {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`There is no column ${name} in ${table} of the schema.`);
  return column;
}
