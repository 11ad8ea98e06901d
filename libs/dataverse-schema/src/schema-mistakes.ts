import type { Column, Key, Schema, Table } from './schema.js';

/** What the form alone cannot see: names that lead nowhere, and what the platform does not let anybody make. */
export const mistakesIn = (schema: Schema): string[] => [
  ...schema.choices
    .filter(isForeign(schema))
    .map(({ name }) => `${name} lacks the prefix ${schema.publisher.prefix}_`),
  ...schema.tables.flatMap((table) => [
    ...(table.custom ? mistakesInNewTable(schema, table) : []),
    ...table.columns.flatMap((column) =>
      mistakesInColumn(schema, column).map((mistake) => `${table.name}.${column.name} ${mistake}`),
    ),
    ...table.keys.flatMap((key) =>
      mistakesInKey(schema, table, key).map((mistake) => `${key.name} ${mistake}`),
    ),
  ]),
];

const isForeign =
  ({ publisher }: Schema) =>
  ({ name }: { name: string }) =>
    !name.startsWith(`${publisher.prefix}_`);

/** The service names the id of a new table itself: https://learn.microsoft.com/power-apps/developer/data-platform/customize-entity-metadata */
function mistakesInNewTable(schema: Schema, table: Table): string[] {
  const primaryName = table.columns.find(({ name }) => name === table.primaryName);
  return [
    ...(isForeign(schema)(table) ? [`${table.name} lacks the prefix ${schema.publisher.prefix}_`] : []),
    ...(table.primaryId === `${table.name}id` ? [] : [`${table.name} will have the id ${table.name}id`]),
    ...(primaryName?.type === 'string' ? [] : [`${table.name} lacks a primaryName that is a string`]),
  ];
}

function mistakesInColumn(schema: Schema, column: Column): string[] {
  const { type, custom } = column;
  const mistakes: string[] = [];
  if (type === 'choice') mistakes.push(...mistakesInChoice(schema, column));
  if (!custom) return mistakes;
  if (isForeign(schema)(column)) mistakes.push(`lacks the prefix ${schema.publisher.prefix}_`);
  if (column.schemaName.toLowerCase() !== column.name) mistakes.push('has another schemaName than its name');
  if (column.required === 'system') mistakes.push('cannot be required by the system: it is ours');
  if (type === 'uniqueidentifier') mistakes.push('cannot be created: the platform alone makes such columns');
  if (type === 'string' && column.length > 4_000)
    mistakes.push('is longer than a string can be (4000): a memo?');
  if (type === 'memo' && column.length > 1_048_576) mistakes.push('is longer than a memo can be (1048576)');
  if (type === 'double' && (column.precision ?? 0) > 5)
    mistakes.push('has more digits than a double shows (5)');
  return mistakes;
}

function mistakesInChoice(
  { choices }: Schema,
  { choice, values }: { choice?: string | undefined; values?: unknown },
) {
  if ((choice === undefined) === (values === undefined)) return ['needs values or the name of a choice'];
  if (values !== undefined || choices.some(({ name }) => name === choice)) return [];
  return [`takes its values from ${choice}, which is not there`];
}

function mistakesInKey(schema: Schema, { columns }: Table, key: Key): string[] {
  const missing = key.columns.filter((column) => !columns.some(({ name }) => name === column));
  return [
    ...(key.custom && isForeign(schema)(key) ? [`lacks the prefix ${schema.publisher.prefix}_`] : []),
    ...missing.map((column) => `is over ${column}, which is not there`),
  ];
}
