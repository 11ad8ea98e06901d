import type { Table } from '#lib/dataverse-schema';
import type { FoundTable } from '../environment/environment.js';
import { compareColumn } from './compare-column.js';
import { compareKey } from './compare-key.js';
import { compareStandardOptions } from './compare-options.js';
import { byHand, byProvision, type Difference, type Finding } from './difference.js';

/** A table with its columns and keys. Of a table of ours that is missing, all its parts are. */
export function compareTable(table: Table, found: FoundTable | undefined): Difference[] {
  if (found) return [...tableDifferences(table, compareWords(table, found)), ...compareParts(table, found)];
  if (table.custom) {
    const missing = byProvision('is missing', { do: 'create-table', table });
    return [...tableDifferences(table, [missing]), ...partsToCreate(table)];
  }
  const advice =
    'It belongs to the platform: is the app that brings it installed? Nothing can be made in it until then.';
  return tableDifferences(table, [byHand('is missing', advice)]);
}

const tableDifferences = ({ name }: Table, findings: readonly Finding[]): Difference[] =>
  findings.map((finding) => ({ part: 'table', name, ...finding }));

function compareParts(table: Table, found: FoundTable): Difference[] {
  const columns = table.columns.flatMap((column) =>
    named('column', `${table.name}.${column.name}`, compareColumn(table, column, found)),
  );
  const keys = table.keys.flatMap((key) =>
    named('key', `${table.name}.${key.name}`, compareKey(table.name, key, found.keys)),
  );
  return [...columns, ...compareState(table, found), ...keys];
}

const named = (part: 'column' | 'key', name: string, findings: readonly Finding[]): Difference[] =>
  findings.map((finding) => ({ part, name, ...finding }));

/** The names by which rows are reached cannot be changed. */
function compareWords(table: Table, found: FoundTable): Finding[] {
  const fixed = (['entitySet', 'primaryId', 'primaryName'] as const)
    .filter((word) => table[word] !== undefined && table[word] !== found[word])
    .map((word) =>
      byHand(`has the ${word} ${found[word]} where we rely on ${table[word]}`, 'Give the schema that name.'),
    );
  if (!table.custom || table.label === undefined || table.label === found.label) return fixed;
  const says = `is called "${found.label ?? ''}" where we say "${table.label}"`;
  return [...fixed, byProvision(says, { do: 'rename-table', table })];
}

function compareState(table: Table, found: FoundTable): Difference[] {
  if (table.state.length === 0) return [];
  const states = table.state.map(({ state, label }) => ({ value: state, label }));
  const statuses = table.state.flatMap((state) => state.statuses);
  const compare = (column: string, wanted: typeof states) =>
    named(
      'column',
      `${table.name}.${column}`,
      compareStandardOptions(wanted, found.columns.get(column)?.values ?? []),
    );
  return [...compare('statecode', states), ...compare('statuscode', statuses)];
}

/** The service makes a table with the column that names its rows; the rest is made one by one. */
const partsToCreate = (table: Table): Difference[] => [
  ...table.columns
    .filter(({ name, custom }) => custom && name !== table.primaryName)
    .flatMap((column) =>
      named('column', `${table.name}.${column.name}`, [
        byProvision('is missing', { do: 'create-column', table, column }),
      ]),
    ),
  ...table.keys.flatMap((key) =>
    named('key', `${table.name}.${key.name}`, [
      byProvision('is missing', { do: 'create-key', table: table.name, key }),
    ]),
  ),
];
