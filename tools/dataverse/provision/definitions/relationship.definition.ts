import type { LookupColumn, Table } from '#lib/dataverse-schema';
import { columnDefinition } from './column.definition.js';

type Target = LookupColumn['targets'][string];

/** What is asked for a lookup: one table, a customer, or any other set of tables. Each has a door of its own. */
export interface LookupRequest {
  path: 'RelationshipDefinitions' | 'CreateCustomerRelationships' | 'CreatePolymorphicLookupAttribute';
  body: Record<string, unknown>;
}

/**
 * The request that creates a lookup with its relationships:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-relationships-using-web-api,
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/multitable-lookup
 */
export function lookupRequest(table: Table, column: LookupColumn, language: number): LookupRequest {
  const relationships = Object.entries(column.targets).map((target) => relationship(table, ...target));
  const lookup = columnDefinition(column, language);
  if (relationships.length === 1) {
    const type = 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata';
    const body = { '@odata.type': type, ...relationships[0], Lookup: lookup };
    return { path: 'RelationshipDefinitions', body };
  }
  const complex = { ...lookup, '@odata.type': 'Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata' };
  return {
    path: isCustomer(column) ? 'CreateCustomerRelationships' : 'CreatePolymorphicLookupAttribute',
    body: { OneToManyRelationships: relationships, Lookup: complex },
  };
}

/** The platform has a type of its own for what refers to an account or a contact. */
const isCustomer = ({ targets }: LookupColumn) => Object.keys(targets).sort().join() === 'account,contact';

const relationship = (
  table: Table,
  referenced: string,
  { property, relationship: name, onDelete }: Target,
) => ({
  SchemaName: name,
  ReferencedEntity: referenced,
  ReferencingEntity: table.name,
  ReferencingEntityNavigationPropertyName: property,
  CascadeConfiguration: {
    Assign: 'NoCascade',
    Share: 'NoCascade',
    Unshare: 'NoCascade',
    Reparent: 'NoCascade',
    Merge: 'NoCascade',
    Delete: onDeletes[onDelete],
  },
});

const onDeletes: Record<Target['onDelete'], string> = {
  cascade: 'Cascade',
  removeLink: 'RemoveLink',
  restrict: 'Restrict',
};
