import type { Column, Table } from '#lib/dataverse-schema';
import type { ColumnTypes } from '../column-types.js';
import type { Mapping } from '../target.js';
import { at, type Finding, under, when } from './finding.js';
import type { Surroundings } from './surroundings.js';
import { type Literal, literalMistake, typeMistake } from './value-fits.js';
import { whyNotWritable } from './writable.js';

type FromColumn = Extract<Mapping, { column: string }>;
type OneRow = Extract<Mapping, { row: object }>['row'];
type Lookup = Extract<Mapping, { lookup: object }>['lookup'];

/** Where the value of one column in Dataverse comes from. */
export function checkMapping(
  mapping: Mapping,
  column: Column,
  table: Table,
  columns: ColumnTypes,
  surroundings: Surroundings,
): Finding[] {
  const { schema } = surroundings;
  if ('value' in mapping) return at(['value'], literalMistake(schema, column, mapping.value));
  if ('lookup' in mapping)
    return under(['lookup'], checkLookup(mapping.lookup, column, columns, surroundings));
  if ('row' in mapping) return under(['row'], checkRow(mapping.row, column, surroundings));
  if (!columns.has(mapping.column)) return at(['column'], [`there is no column ${mapping.column}`]);
  return [
    ...checkValues(mapping, column, columns, surroundings),
    ...checkCut(mapping, column, table, surroundings),
  ];
}

/** With a list of values, those must fit; without one, what the source says. */
function checkValues(mapping: FromColumn, column: Column, columns: ColumnTypes, { schema }: Surroundings) {
  const { column: name, values, otherwise } = mapping;
  const literal = (path: readonly PropertyKey[], value: Literal) =>
    at(path, literalMistake(schema, column, value));
  return [
    ...(values
      ? Object.entries(values).flatMap(([text, value]) => literal(['values', text], value))
      : at(['column'], typeMistake(column, name, columns.get(name)))),
    ...(otherwise === undefined ? [] : literal(['otherwise'], otherwise)),
  ];
}

function checkCut(mapping: FromColumn, column: Column, table: Table, { schema }: Surroundings): Finding[] {
  const { cut, note } = mapping;
  const subject = notesIn(schema)?.columns.find(({ name }) => name === 'subject');
  const isText = column.type === 'string' || column.type === 'memo';
  return [
    ...when(cut === true && !isText, ['cut'], `${column.name} is of type ${column.type}, and cannot be cut`),
    ...when(
      note !== undefined && !isText,
      ['note'],
      `${column.name} is of type ${column.type}, and cannot be cut`,
    ),
    ...when(note !== undefined && !hasNotes(schema, table), ['note'], `a row of ${table.name} has no notes`),
    ...(note === undefined || !subject ? [] : at(['note'], literalMistake(schema, subject, note))),
  ];
}

/** Notes are rows of another table that refer to it. */
const hasNotes = (schema: Surroundings['schema'], { name }: Table) =>
  notesIn(schema)?.columns.some(
    (column) => column.type === 'lookup' && Object.hasOwn(column.targets, name),
  ) ?? false;

const notesIn = ({ tables }: Surroundings['schema']) => tables.find(({ name }) => name === 'annotation');

function checkLookup(
  { to, column: name }: Lookup,
  column: Column,
  columns: ColumnTypes,
  { linked }: Surroundings,
) {
  const found = linked(to);
  return [
    ...when(!columns.has(name), ['column'], `there is no column ${name}`),
    ...when(found === undefined, ['to'], `there is no integration or entity ${to}`),
    ...(found?.table === undefined ? [] : at(['to'], lookupMistake(column, found.table))),
  ];
}

function lookupMistake(column: Column, table: string): string | undefined {
  if (column.type !== 'lookup') return `${column.name} is of type ${column.type}, and binds no row`;
  if (Object.hasOwn(column.targets, table)) return undefined;
  return `${column.name} binds rows of ${Object.keys(column.targets).join(' and ')}, and not of ${table}`;
}

function checkRow({ table: name, columns }: OneRow, column: Column, { schema }: Surroundings): Finding[] {
  const table = schema.tables.find((each) => each.name === name);
  if (!table) return at(['table'], [`there is no table ${name} in the schema`]);
  return [
    ...at(['table'], lookupMistake(column, name)),
    ...Object.entries(columns).flatMap(([each, value]) => {
      const found = table.columns.find((candidate) => candidate.name === each);
      const mistake = whyNotWritable(table, each, found) ?? (found && literalMistake(schema, found, value));
      return at(['columns', each], mistake);
    }),
  ];
}
