import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { StandInError } from '../../../control/src/index.js';
import { DEFAULT_FILE_KB, DEFAULT_IMAGE_KB, type Column } from './column.js';
import { withCompanions } from './companion-columns.js';
import { fileAttachmentTable } from './file-attachment.table.js';
import type { GlobalChoice } from './global-choice.js';
import { organizationTable } from './organization.table.js';
import { schemaFile, type FileColumn, type FileTable, type SchemaFile } from './schema-file.js';
import { messageTables } from './message.tables.js';
import { solutionTables } from './solution.tables.js';
import { withoutCustom } from './standard-schema.js';
import { systemColumns } from './system-columns.js';
import { incidentResolutionTable } from './incident-resolution.table.js';
import { systemUserTable } from './system-user.table.js';
import { Table } from './table.js';
import { Tables } from './tables.js';

/** Everything in the schema file, or only what the platform has without us: an environment before it is provisioned. */
export type SchemaExtent = 'complete' | 'standard';

/** Whose components the schema's are. */
export type Publisher = SchemaFile['publisher'];

export interface LoadedSchema {
  tables: Tables;
  /** Absent from a standard schema. */
  publisher: Publisher | undefined;
}

/** Reads the schema file and adds what the platform brings along. Throws a StandInError that names what is wrong. */
export function loadSchema(
  path: string,
  extent: SchemaExtent = 'complete',
  withoutBulk: readonly string[] = [],
): LoadedSchema {
  const whole = readSchema(path);
  const file = extent === 'standard' ? withoutCustom(whole) : whole;
  const unknown = withoutBulk.find((name) => !Object.hasOwn(file.tables, name));
  if (unknown !== undefined)
    throw new StandInError(`There is no table ${unknown} to be without bulk messages`);
  const own = Object.entries(file.tables).map(([name, table]) =>
    toTable(name, table, file, !withoutBulk.includes(name)),
  );
  const platform = [
    systemUserTable,
    incidentResolutionTable,
    organizationTable,
    fileAttachmentTable(own),
    ...solutionTables,
    ...messageTables,
  ].map((definition) => new Table(definition));
  const choices = Object.entries(file.choices).map(([name, choice]) => toChoice(name, choice, file));
  return {
    tables: new Tables([...own, ...platform], choices),
    publisher: extent === 'standard' ? undefined : file.publisher,
  };
}

function readSchema(path: string): SchemaFile {
  const checked = schemaFile.safeParse(readYaml(path));
  if (!checked.success) {
    const [first] = checked.error.issues;
    throw new StandInError(`${path} is no schema: ${first?.path.join('.')}: ${first?.message}`);
  }
  return checked.data;
}

function readYaml(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new StandInError(`The schema ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function toTable(name: string, file: FileTable, { choices }: SchemaFile, bulkMessages: boolean): Table {
  const columns = Object.entries(file.columns).flatMap(([column, of]) =>
    withCompanions(toColumn(`${name}.${column}`, column, of, choices)),
  );
  const listed = new Set(columns.map((column) => column.name));
  const { primaryId, state: states, ownership, custom } = file;
  const schemaName = file.schemaName ?? name.charAt(0).toUpperCase() + name.slice(1);
  const system = systemColumns({ name, schemaName, primaryId, states, ownership, custom });
  const keys = Object.entries(file.keys).map(([key, of]) => ({ name: key, ...of }));
  return new Table({
    name,
    schemaName,
    entitySet: file.entitySet,
    primaryId,
    primaryName: file.primaryName,
    label: file.label,
    pluralLabel: file.pluralLabel,
    description: file.description,
    custom,
    ownership,
    changeTracking: file.changeTracking,
    bulkMessages,
    columns: [...system.filter((column) => !listed.has(column.name)), ...columns],
    states,
    keys,
  });
}

function toColumn(path: string, name: string, file: FileColumn, choices: SchemaFile['choices']): Column {
  const { type, length, autonumber, min, max, precision, targets, required, set, choice } = file;
  const { schemaName, label, description, custom } = file;
  const shared = { name, schemaName, label, description, custom, required, set, default: file.default };
  switch (type) {
    case 'string':
    case 'memo':
      return { ...shared, type, length: length ?? missing(path, 'length'), autonumber };
    case 'choice': {
      const values =
        file.values ?? choices[choice ?? '']?.values ?? missing(path, 'values, or the name of a choice');
      return { ...shared, type, values, choice };
    }
    case 'lookup':
      return { ...shared, type, targets: targets ?? missing(path, 'targets') };
    case 'integer':
    case 'double':
    case 'decimal':
      return { ...shared, type, min, max, precision };
    case 'file':
      return { ...shared, type, set: 'server', maxSizeInKB: file.maxSizeInKB ?? DEFAULT_FILE_KB };
    case 'image': {
      const { maxSizeInKB = DEFAULT_IMAGE_KB, canStoreFullImage = false, isPrimaryImage } = file;
      return { ...shared, type, maxSizeInKB, canStoreFullImage, isPrimaryImage };
    }
    default:
      return { ...shared, type };
  }
}

/** Choices of our own have our prefix. */
const toChoice = (
  name: string,
  { label, description, values }: SchemaFile['choices'][string],
  { publisher }: SchemaFile,
): GlobalChoice => ({
  name,
  label,
  description,
  custom: name.startsWith(`${publisher.prefix}_`),
  options: values,
});

function missing(path: string, what: string): never {
  throw new StandInError(`In the schema, ${path} lacks its ${what}`);
}
