import type { FileTable, SchemaFile } from './schema-file.js';

/** A schema file without what is ours: what the platform has in an environment that nobody has provisioned. */
export function withoutCustom(file: SchemaFile): SchemaFile {
  const tables = Object.entries(file.tables).filter(([, table]) => !table.custom);
  const choices = Object.entries(file.choices).filter(
    ([name]) => !name.startsWith(`${file.publisher.prefix}_`),
  );
  return {
    ...file,
    tables: Object.fromEntries(tables.map(([name, table]) => [name, standardTable(table)])),
    choices: Object.fromEntries(choices),
  };
}

const standardTable = (table: FileTable): FileTable => ({
  ...table,
  columns: standard(table.columns),
  keys: standard(table.keys),
});

const standard = <T extends { custom?: boolean | undefined }>(all: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([, { custom }]) => !custom));
