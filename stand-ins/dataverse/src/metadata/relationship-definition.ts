import type { OnDelete } from '../schema/column.js';
import type { Relationship } from '../schema/relationship.js';
import type { Tables } from '../schema/tables.js';
import { define, outlineOf, type Definition, type DefinitionType, type Shape } from './definition.js';
import { labelJson } from './label.js';
import { managedProperty } from './managed-property.js';
import { metadataId } from './metadata-id.js';

interface Shown {
  tables: Tables;
  relationship: Relationship;
}

export const relationshipId = (name: string) => metadataId('relationship', name);

/** CascadeType: how a delete goes on to the rows that refer. */
const CASCADES: Record<OnDelete, string> = {
  cascade: 'Cascade',
  removeLink: 'RemoveLink',
  restrict: 'Restrict',
};

const base: Shape<Shown> = {
  MetadataId: ({ relationship }) => relationshipId(relationship.name),
  HasChanged: () => null,
  IsCustomRelationship: ({ relationship }) => relationship.column.custom === true,
  IsValidForAdvancedFind: () => true,
  SchemaName: ({ relationship }) => relationship.name,
  SecurityTypes: () => 'None',
  IsManaged: ({ relationship }) => !relationship.column.custom,
  RelationshipType: () => 'OneToManyRelationship',
  IntroducedVersion: () => '1.0',
  IsCustomizable: () => managedProperty(true, 'iscustomizable'),
};

/** webapi/reference/onetomanyrelationshipmetadata. */
const oneToMany: DefinitionType<Shown> = {
  name: 'OneToManyRelationshipMetadata',
  shape: {
    ...base,
    ReferencedAttribute: ({ tables, relationship }) =>
      tables.named(relationship.referenced)?.primaryId ?? null,
    ReferencedEntity: ({ relationship }) => relationship.referenced,
    ReferencingAttribute: ({ relationship }) => relationship.column.name,
    ReferencingEntity: ({ relationship }) => relationship.referencing.name,
    IsHierarchical: () => false,
    EntityKey: () => null,
    IsRelationshipAttributeDenormalized: () => false,
    ReferencedEntityNavigationPropertyName: ({ relationship }) => relationship.name,
    ReferencingEntityNavigationPropertyName: ({ relationship }) => relationship.property,
    RelationshipBehavior: () => 1,
    IsDenormalizedLookup: () => null,
    DenormalizedAttributeName: () => null,
    AssociatedMenuConfiguration: ({ relationship }) => ({
      Behavior: 'UseCollectionName',
      Group: 'Details',
      Order: 10_000,
      IsCustomizable: true,
      Icon: null,
      ViewId: '00000000-0000-0000-0000-000000000000',
      AvailableOffline: true,
      MenuId: null,
      QueryApi: null,
      Label: labelJson(undefined, { managed: false, path: ['menu', relationship.name] }),
    }),
    CascadeConfiguration: ({ relationship }) => ({
      Assign: 'NoCascade',
      Delete: CASCADES[relationship.onDelete],
      Archive: 'NoCascade',
      Merge: 'NoCascade',
      Reparent: 'NoCascade',
      Share: 'NoCascade',
      Unshare: 'NoCascade',
      RollupView: 'NoCascade',
    }),
  },
  navigations: {},
};

export const relationshipBase = outlineOf({ name: 'RelationshipMetadataBase', shape: base, navigations: {} });
export const oneToManyOutline = outlineOf(oneToMany);
/** The stand-in has none of these. */
export const manyToManyOutline = outlineOf<Shown>({
  name: 'ManyToManyRelationshipMetadata',
  shape: base,
  navigations: {},
});

export const defineRelationship = (tables: Tables, relationship: Relationship): Definition =>
  define(oneToMany, { tables, relationship });
