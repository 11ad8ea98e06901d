import type { Relationship } from '../schema/relationship.js';
import type { Table } from '../schema/table.js';
import { attributeBase, attributeCasts, defineAttribute } from './attribute-types.js';
import type { Catalogue } from './catalogue.js';
import { define, outlineOf, type Definition, type DefinitionSet, type DefinitionType } from './definition.js';
import { primaryImageOf } from '../files/images.js';
import { entitySettings } from './entity-settings.js';
import { defineKey, keyOutline } from './key-definition.js';
import { labelJson } from './label.js';
import { managedProperty } from './managed-property.js';
import { metadataId } from './metadata-id.js';
import { objectTypeCode } from './object-type-code.js';
import { defineRelationship, manyToManyOutline, oneToManyOutline } from './relationship-definition.js';

interface Entity {
  catalogue: Catalogue;
  table: Table;
}

export const entityId = (table: string) => metadataId('entity', table);

const isCustom = ({ table }: Entity) => table.definition.custom === true;

/** What describes the schema is not itself open to change. */
export const isCustomizable = ({ definition }: Table) => !definition.aboutSchema;

const words = ({ table }: Entity, what: string) => ({
  managed: !table.definition.custom,
  path: ['entity', table.name, what],
});

/** webapi/reference/entitymetadata. */
const entity: DefinitionType<Entity> = {
  name: 'EntityMetadata',
  shape: {
    ...entitySettings,
    MetadataId: ({ table }) => entityId(table.name),
    HasChanged: () => null,
    LogicalName: ({ table }) => table.name,
    SchemaName: ({ table }) => table.definition.schemaName,
    EntitySetName: ({ table }) => table.entitySet,
    LogicalCollectionName: ({ table }) => table.entitySet,
    CollectionSchemaName: ({ table }) => table.entitySet,
    PrimaryIdAttribute: ({ table }) => table.primaryId,
    PrimaryNameAttribute: ({ table }) => table.definition.primaryName ?? null,
    ObjectTypeCode: ({ table }) => objectTypeCode(table.name),
    OwnershipType: ({ table }) =>
      table.definition.ownership === 'organization' ? 'OrganizationOwned' : 'UserOwned',
    ChangeTrackingEnabled: ({ table }) => table.tracksChanges,
    PrimaryImageAttribute: ({ table }) => primaryImageOf(table)?.name ?? null,
    IsCustomEntity: isCustom,
    IsManaged: (subject) => !isCustom(subject),
    IsStateModelAware: ({ table }) => table.definition.states.length > 0,
    IntroducedVersion: (subject) => (isCustom(subject) ? '1.0' : '5.0.0.0'),
    ReportViewName: ({ table }) => `Filtered${table.definition.schemaName}`,
    IsCustomizable: ({ table }) => managedProperty(isCustomizable(table), 'iscustomizable'),
    CanCreateAttributes: ({ table }) => managedProperty(isCustomizable(table), 'cancreateattributes', false),
    CreatedOn: () => '1900-01-01T00:00:00Z',
    ModifiedOn: () => '1900-01-01T00:00:00Z',
    Description: (subject) => labelJson(subject.table.definition.description, words(subject, 'Description')),
    DisplayName: (subject) => labelJson(labelOf(subject.table), words(subject, 'DisplayName')),
    DisplayCollectionName: (subject) =>
      labelJson(
        subject.table.definition.pluralLabel ?? subject.table.entitySet,
        words(subject, 'DisplayCollectionName'),
      ),
  },
  navigations: {
    Attributes: attributesOf,
    Keys: ({ catalogue, table }) => ({
      kind: 'many',
      type: keyOutline,
      casts: [],
      alternateKey: 'LogicalName',
      definitions: table.definition.keys.map((key) => defineKey(catalogue, table, key)),
    }),
    ManyToOneRelationships: ({ catalogue, table }) =>
      relationshipsOf(catalogue, ({ referencing }) => referencing.name === table.name),
    OneToManyRelationships: ({ catalogue, table }) =>
      relationshipsOf(catalogue, ({ referenced }) => referenced === table.name),
    ManyToManyRelationships: () => ({
      kind: 'many',
      type: manyToManyOutline,
      casts: [],
      alternateKey: 'SchemaName',
      definitions: [],
    }),
  },
};

const labelOf = ({ definition }: Table) => definition.label ?? definition.schemaName;

function attributesOf({ catalogue, table }: Entity): DefinitionSet {
  return {
    kind: 'many',
    type: attributeBase,
    casts: attributeCasts,
    alternateKey: 'LogicalName',
    definitions: table.columns.map((column) => defineAttribute({ catalogue, table, column })),
  };
}

function relationshipsOf(
  { tables }: Catalogue,
  belongs: (relationship: Relationship) => boolean,
): DefinitionSet {
  return {
    kind: 'many',
    type: oneToManyOutline,
    casts: [],
    alternateKey: 'SchemaName',
    definitions: tables.relationships.filter(belongs).map((one) => defineRelationship(tables, one)),
  };
}

export const entityOutline = outlineOf(entity);

export const defineEntity = (catalogue: Catalogue, table: Table): Definition =>
  define(entity, { catalogue, table });
