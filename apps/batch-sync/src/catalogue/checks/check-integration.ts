import { fitsTables } from '../../staging/tables/table-names.js';
import { columnTypes } from '../column-types.js';
import type { Integration } from '../integration.js';
import { checkAdopt } from './check-adopt.js';
import { checkColumns } from './check-columns.js';
import { checkEntities } from './check-entities.js';
import { checkRules } from './check-rules.js';
import { checkSchedule } from './check-schedule.js';
import { checkTarget } from './check-target.js';
import { type Finding, under, when } from './finding.js';
import type { Surroundings } from './surroundings.js';

/** Everything that is wrong with an integration, beyond its form. */
export function checkIntegration(integration: Integration, surroundings: Surroundings): Finding[] {
  const columns = columnTypes(integration);
  const { name, schedule, rules, target, adopt, entities, delivers, gone } = integration;
  return [
    ...checkSchedule(schedule),
    ...checkColumns(integration),
    ...checkRules(rules, columns),
    ...rules.flatMap(({ reference }, place) =>
      when(
        reference !== undefined && (reference.to.includes('/') || !surroundings.linked(reference.to)),
        ['rules', place, 'reference', 'to'],
        `there is no integration ${reference?.to}`,
      ),
    ),
    ...rules.flatMap(({ reference }, place) =>
      when(
        reference?.to === name,
        ['rules', place, 'reference', 'to'],
        'an integration cannot refer to itself',
      ),
    ),
    ...under(['target'], checkTarget(target, columns, surroundings)),
    ...under(['adopt'], checkAdopt(adopt, target, surroundings)),
    ...(delivers === 'everything' && gone === 'deactivated' ? checkGone(integration, surroundings) : []),
    ...Object.keys(entities).flatMap((entity) =>
      when(
        !fitsTables(`${name}/${entity}`),
        ['entities', entity],
        `${name}/${entity} is too long for a table of the staging database`,
      ),
    ),
    ...checkEntities(entities, columns, surroundings),
  ];
}

/** With a row of the integration, those that follow from it are gone. */
function checkGone({ target, entities }: Integration, surroundings: Surroundings): Finding[] {
  const tables = new Set(
    [target, ...Object.values(entities).map((entity) => entity.target)].map(({ table }) => table),
  );
  return [...tables].flatMap((table) =>
    when(
      !canBeInactive(table, surroundings),
      ['gone'],
      `a row of ${table} cannot be deactivated: let gone be kept`,
    ),
  );
}

/** A table that the schema lacks is told of elsewhere. Cases have states, too, but become inactive by being closed. */
function canBeInactive(name: string, { schema }: Surroundings): boolean {
  const table = schema.tables.find((each) => each.name === name);
  return table === undefined || (name !== 'incident' && table.state.length > 1);
}
