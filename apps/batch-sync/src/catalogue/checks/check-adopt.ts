import type { Column, Table } from '#lib/dataverse-schema';
import type { Adopt } from '../adopt.js';
import type { Target } from '../target.js';
import { at, type Finding } from './finding.js';
import type { Surroundings } from './surroundings.js';

/** Those whose values are the same wherever they are written. */
const COMPARABLE: readonly Column['type'][] = ['string', 'memo', 'integer', 'double', 'decimal'];

/** The columns by which rows are known that Dataverse had before. A table that the schema lacks is told of elsewhere. */
export function checkAdopt(
  adopt: Adopt | undefined,
  target: Target,
  { schema }: Pick<Surroundings, 'schema'>,
): Finding[] {
  const table = schema.tables.find(({ name }) => name === target.table);
  if (!adopt || !table) return [];
  const { match } = adopt;
  return match.flatMap((name, place) =>
    at(
      ['match', place],
      match.indexOf(name) < place ? `${name} is named already` : mistakeIn(name, target, table),
    ),
  );
}

function mistakeIn(name: string, target: Target, table: Table): string | undefined {
  if (!Object.hasOwn(target.columns, name)) return `${name} is none of the columns of the target`;
  const type = table.columns.find((column) => column.name === name)?.type;
  if (type === undefined || COMPARABLE.includes(type)) return undefined;
  return `${name} is of type ${type}, and rows are known by texts and numbers`;
}
