import type { AlternateKey, Table } from '../schema/table.js';
import type { Catalogue } from './catalogue.js';
import { define, outlineOf, type Definition, type DefinitionType } from './definition.js';
import { labelJson } from './label.js';
import { managedProperty } from './managed-property.js';
import { metadataId } from './metadata-id.js';

interface Key {
  catalogue: Catalogue;
  table: Table;
  key: AlternateKey;
}

export const keyId = (table: string, key: string) => metadataId('key', table, key);

/** webapi/reference/entitykeymetadata. */
const entityKey: DefinitionType<Key> = {
  name: 'EntityKeyMetadata',
  shape: {
    MetadataId: ({ table, key }) => keyId(table.name, key.name),
    HasChanged: () => null,
    KeyAttributes: ({ key }) => key.columns,
    LogicalName: ({ key }) => key.name,
    SchemaName: ({ key }) => key.schemaName ?? key.name,
    EntityLogicalName: ({ table }) => table.name,
    EntityKeyIndexStatus: ({ catalogue: { keyIndexes, now }, table, key }) =>
      keyIndexes.statusOf(table, key, now),
    AsyncJob: () => null,
    IsManaged: ({ key }) => !key.custom,
    IsSynchronous: () => false,
    IsExportKey: () => false,
    IsSecondaryKey: () => false,
    IntroducedVersion: () => '1.0',
    IsCustomizable: () => managedProperty(true, 'iscustomizable'),
    DisplayName: ({ table, key }) =>
      labelJson(key.label ?? key.name, { managed: !key.custom, path: ['key', table.name, key.name] }),
  },
  navigations: {},
};

export const keyOutline = outlineOf(entityKey);

export const defineKey = (catalogue: Catalogue, table: Table, key: AlternateKey): Definition =>
  define(entityKey, { catalogue, table, key });
