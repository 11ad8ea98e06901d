import { z } from 'zod';
import { missing } from '../../not-implemented.js';
import type { Context } from '../../operations/request.js';
import type { LookupColumn, LookupTarget, OnDelete } from '../../schema/column.js';
import type { Table } from '../../schema/table.js';
import type { Fields } from '../../writes/read-fields.js';
import { entityOutline } from '../entity-definition.js';
import {
  columnExists,
  invalidCascade,
  navigationExists,
  noSuchDefinition,
  referencedTwice,
} from '../refusals.js';
import { checkName } from './check-name.js';
import { readShared } from './read-column.js';

const CASCADES: Readonly<Record<string, OnDelete>> = {
  Cascade: 'cascade',
  RemoveLink: 'removeLink',
  Restrict: 'restrict',
};

export const cascadeConfiguration = z.looseObject({ Delete: z.string().nullish() }).nullish();

/** A relationship as a client describes it, with the lookup apart. */
export const relationshipBody = z.looseObject({
  SchemaName: z.string(),
  ReferencedEntity: z.string(),
  ReferencingEntity: z.string(),
  ReferencingEntityNavigationPropertyName: z.string().nullish(),
  ReferencedEntityNavigationPropertyName: z.string().nullish(),
  CascadeConfiguration: cascadeConfiguration,
});

export type NewRelationship = z.output<typeof relationshipBody>;

/** Deletes take the link away when nobody says what they do. Throws a DataverseError for what is no cascade of deletes. */
export function readOnDelete(configuration: z.output<typeof cascadeConfiguration>): OnDelete {
  const cascade = configuration?.Delete ?? 'RemoveLink';
  const onDelete = Object.hasOwn(CASCADES, cascade) ? CASCADES[cascade] : undefined;
  if (!onDelete) throw invalidCascade();
  return onDelete;
}

export function requireTable({ tables }: Context, name: string): Table {
  const table = tables.named(name);
  if (!table) throw noSuchDefinition(entityOutline, name);
  return table;
}

/**
 * A lookup that refers to these tables, or one that is there and refers to one more. A lookup of one table is bound by its own name,
 * one of several by that and the table's: developer/data-platform/webapi/multitable-lookup.
 */
export function lookupFor(
  context: Context,
  referencing: Table,
  lookup: Fields,
  relationships: readonly NewRelationship[],
): LookupColumn {
  const shared = readShared(lookup);
  const name = checkName(context, shared.schemaName, 'Attribute');
  const before = referencing.columnsByName.get(name);
  const grows = before?.type === 'lookup' && Object.keys(before.targets).length > 1 && before.custom;
  if (before && !grows) throw columnExists(shared.schemaName ?? name);
  const column: LookupColumn = grows ? before : { ...shared, name, type: 'lookup', targets: {} };
  const isPolymorphic = grows || relationships.length > 1;
  const targets: Record<string, LookupTarget> = { ...column.targets };
  for (const relationship of relationships) {
    const referenced = requireTable(context, relationship.ReferencedEntity).name;
    if (targets[referenced]) throw referencedTwice(referenced, referencing.name, name);
    const property = `${shared.schemaName ?? name}${isPolymorphic ? `_${referenced}` : ''}`;
    targets[referenced] = targetOf(context, referencing, relationship, property);
  }
  return { ...column, targets };
}

function targetOf(
  context: Context,
  referencing: Table,
  relationship: NewRelationship,
  usualProperty: string,
): LookupTarget {
  const { SchemaName, ReferencedEntityNavigationPropertyName: collection } = relationship;
  checkName(context, SchemaName, 'Relationship');
  if (collection && collection !== SchemaName) throw missing('namedCollections', collection);
  const property = relationship.ReferencingEntityNavigationPropertyName ?? usualProperty;
  if (context.tables.relationships.some(({ name }) => name === SchemaName))
    throw navigationExists(SchemaName);
  if (referencing.navigations.has(property)) throw navigationExists(property);
  return { property, relationship: SchemaName, onDelete: readOnDelete(relationship.CascadeConfiguration) };
}
