import type { Table } from '#lib/dataverse-schema';
import type { ColumnTypes } from '../column-types.js';
import { ownColumns } from '../own-columns.js';
import { projectionOf } from '../projection.js';
import { expressionMistakes } from '../sql/expression-mistakes.js';
import type { Target } from '../target.js';
import { checkMapping } from './check-mapping.js';
import { at, type Finding, under, when } from './finding.js';
import type { Surroundings } from './surroundings.js';
import { typeMistake } from './value-fits.js';
import { whyNotWritable } from './writable.js';

const RESOLVED = 1;

/** The table that rows of these columns go to, and what becomes of each of its columns. */
export function checkTarget(target: Target, columns: ColumnTypes, surroundings: Surroundings): Finding[] {
  const table = surroundings.schema.tables.find(({ name }) => name === target.table);
  if (!table) return at(['table'], [`there is no table ${target.table} in the schema`]);
  return [
    ...at(['table'], ownColumnMistakes(table)),
    ...Object.entries(target.columns).flatMap(([name, mapping]) => {
      const column = table.columns.find((each) => each.name === name);
      const why = whyNotWritable(table, name, column);
      if (why !== undefined || !column) return at(['columns', name], why);
      return under(['columns', name], checkMapping(mapping, column, table, columns, surroundings));
    }),
    ...table.columns
      .filter(({ name, required }) => required === 'system' && !Object.hasOwn(target.columns, name))
      .map(({ name }) => ({ path: ['columns'], says: `${name} is missing, which Dataverse requires` })),
    ...checkNotes(target),
    ...checkPosition(target, table, columns),
    ...checkClosing(target, table, columns),
  ];
}

function ownColumnMistakes({ name: table, columns, keys }: Table): string[] {
  const { key: keyColumn } = ownColumns;
  const hasKey = keys.some((key) => key.columns.length === 1 && key.columns[0] === keyColumn);
  const missing = Object.values(ownColumns).filter((own) => !columns.some(({ name }) => name === own));
  return [
    ...(hasKey ? [] : [`${table} has no alternate key over ${keyColumn} in the schema`]),
    ...missing.map((own) => `${table} has no column ${own} in the schema, which the sync needs for itself`),
  ];
}

/** A note is known by its row and its subject. */
function checkNotes({ columns }: Target): Finding[] {
  const subjects = new Set<string>();
  return Object.entries(columns).flatMap(([name, mapping]) => {
    if (!('column' in mapping) || mapping.note === undefined) return [];
    const isTaken = subjects.has(mapping.note);
    subjects.add(mapping.note);
    return when(isTaken, ['columns', name, 'note'], `another column has the note "${mapping.note}" already`);
  });
}

function checkPosition({ position, columns: mapped }: Target, table: Table, columns: ColumnTypes): Finding[] {
  if (!position) return [];
  const { easting, northing, projection, latitude, longitude } = position;
  const findings = [
    ...Object.entries({ easting, northing }).flatMap(([part, name]) => [
      ...when(!columns.has(name), [part], `there is no column ${name}`),
      ...when(columns.has(name) && columns.get(name) !== 'number', [part], `${name} is no number`),
    ]),
    ...when(
      !projectionOf(projection),
      ['projection'],
      `${projection} is no projection that we know; give its definition, which begins with +proj=`,
    ),
    ...Object.entries({ latitude, longitude }).flatMap(([part, name]) => {
      const column = table.columns.find((each) => each.name === name);
      const mistake =
        whyNotWritable(table, name, column) ?? (column && typeMistake(column, 'a position', 'number'));
      return [
        ...at([part], mistake),
        ...when(Object.hasOwn(mapped, name), [part], `${name} comes from a column already`),
      ];
    }),
  ];
  return under(['position'], findings);
}

function checkClosing({ closedWhen }: Target, table: Table, columns: ColumnTypes): Finding[] {
  if (!closedWhen) return [];
  const { sql, status } = closedWhen;
  const statuses = table.state.find(({ state }) => state === RESOLVED)?.statuses ?? [];
  return under(
    ['closedWhen'],
    [
      ...when(table.name !== 'incident', [], `only a case can be closed, and ${table.name} is none`),
      ...when(
        table.name === 'incident' && !statuses.some(({ label }) => label === status),
        ['status'],
        `"${status}" is no status of a resolved case; there are ${statuses.map(({ label }) => label).join(', ')}`,
      ),
      ...at(
        ['sql'],
        expressionMistakes(sql, (name) => columns.has(name)),
      ),
    ],
  );
}
