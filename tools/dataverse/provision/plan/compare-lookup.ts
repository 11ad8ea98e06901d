import type { LookupColumn } from '#lib/dataverse-schema';
import type { FoundColumn, FoundRelationship } from '../environment/environment.js';
import { byHand, type Finding } from './difference.js';

/** A lookup must refer to our tables by our navigation properties, since rows are bound by these names. */
export const compareLookup = (
  column: LookupColumn,
  { targets = [] }: FoundColumn,
  relationships: readonly FoundRelationship[],
): Finding[] =>
  Object.entries(column.targets).flatMap(([target, { property }]) => {
    if (!targets.includes(target)) {
      return [
        byHand(`does not refer to ${target}`, 'Add the relationship there, or take it out of the schema.'),
      ];
    }
    const found = relationships.find((each) => each.column === column.name && each.referenced === target);
    if (!found || found.property === property) return [];
    const says = `binds ${target} by ${found.property} where we rely on ${property}`;
    return [byHand(says, 'That name cannot be changed: give the schema the one that is there.')];
  });
