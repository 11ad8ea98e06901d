import type { FileColumn, FileTable, SchemaFile } from './schema-file.js';

/** A value of a choice, and what people see of it. */
export interface Option {
  value: number;
  label: string;
}

/** Everybody's choice, as against the values of one column. */
export interface GlobalChoice {
  name: string;
  label: string;
  description?: string | undefined;
  values: readonly Option[];
}

interface Named {
  /** The logical name. */
  name: string;
  schemaName: string;
  /** Undefined where the schema gives none: then the environment's stands. */
  label?: string | undefined;
}

/** A column with its name inside. */
export type Column = FileColumn & Named;
/** A column that refers to rows of other tables. */
export type LookupColumn = Extract<Column, { type: 'lookup' }>;

/** An alternate key. */
export interface Key {
  name: string;
  label: string;
  columns: readonly string[];
  custom: boolean;
}

/** A table with its name, and the names of its parts, inside. */
export interface Table extends Omit<FileTable, 'columns' | 'keys' | 'schemaName'>, Named {
  columns: readonly Column[];
  keys: readonly Key[];
}

/** What Causeway relies on in Dataverse, as dataverse/schema.yaml says it. */
export interface Schema {
  publisher: SchemaFile['publisher'];
  choices: readonly GlobalChoice[];
  tables: readonly Table[];
}

/** The schema with the names inside, so that each part can be handed round on its own. */
export function toSchema({ publisher, choices, tables }: SchemaFile): Schema {
  return {
    publisher,
    choices: Object.entries(choices).map(([name, choice]) => ({ name, ...choice })),
    tables: Object.entries(tables).map(([name, table]) => ({
      ...table,
      ...named(name, table),
      columns: Object.entries(table.columns).map(([column, of]) => ({ ...of, ...named(column, of) })),
      keys: Object.entries(table.keys).map(([key, of]) => ({ ...of, name: key, label: of.label ?? key })),
    })),
  };
}

const named = (
  name: string,
  { schemaName, label }: { schemaName?: string | undefined; label?: string | undefined },
) => ({
  name,
  schemaName: schemaName ?? name,
  label,
});
