import type { ColumnTypes } from '../column-types.js';
import { derivedQuery } from '../sql/derived-query.js';
import type { DerivedEntity } from '../target.js';
import { checkAdopt } from './check-adopt.js';
import { checkTarget } from './check-target.js';
import { at, type Finding, under, when } from './finding.js';
import type { Surroundings } from './surroundings.js';

/** Rows that follow from those of an integration. */
export const checkEntities = (
  entities: Readonly<Record<string, DerivedEntity>>,
  columns: ColumnTypes,
  surroundings: Surroundings,
): Finding[] =>
  Object.entries(entities).flatMap(([name, entity]) =>
    under(['entities', name], checkEntity(entity, columns, surroundings)),
  );

/** A column of the query has the type of the column of its name, where it is that one. */
function checkEntity(
  { sql, target, adopt }: DerivedEntity,
  columns: ColumnTypes,
  surroundings: Surroundings,
): Finding[] {
  const { outputs, mistakes } = derivedQuery(sql, (name) => columns.has(name));
  if (mistakes.length > 0) return at(['sql'], mistakes);
  const yielded: ColumnTypes = new Map(outputs.map((name) => [name, columns.get(name)]));
  return [
    ...when(!outputs.includes('key'), ['sql'], 'yields no column "key"'),
    ...under(['target'], checkTarget(target, yielded, surroundings)),
    ...under(['adopt'], checkAdopt(adopt, target, surroundings)),
  ];
}
