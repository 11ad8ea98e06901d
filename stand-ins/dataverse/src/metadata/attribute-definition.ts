import type { Column, Requirement } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { Catalogue } from './catalogue.js';
import type { Shape } from './definition.js';
import { labelJson } from './label.js';
import { managedProperty } from './managed-property.js';
import { metadataId } from './metadata-id.js';

/** A column where it stands. */
export interface Attribute<C extends Column = Column> {
  catalogue: Catalogue;
  table: Table;
  column: C;
}

export const attributeId = (table: string, column: string) => metadataId('attribute', table, column);

/** AttributeRequiredLevel has words of its own. */
const LEVELS: Record<Requirement, string> = {
  system: 'SystemRequired',
  application: 'ApplicationRequired',
  recommended: 'Recommended',
};

/** AttributeTypeCode, and with the ending `Type` AttributeTypeDisplayName. */
export function typeCodeOf({ name, type }: Column, targets: readonly string[] = []): string {
  if (name === 'statecode') return 'State';
  if (name === 'statuscode') return 'Status';
  if (name === 'ownerid' && type === 'lookup') return 'Owner';
  if (type === 'lookup') return targets.length === 2 && targets.includes('account') ? 'Customer' : 'Lookup';
  return TYPE_CODES[type];
}

const TYPE_CODES: Record<Exclude<Column['type'], 'lookup'>, string> = {
  string: 'String',
  memo: 'Memo',
  choice: 'Picklist',
  integer: 'Integer',
  double: 'Double',
  decimal: 'Decimal',
  bigint: 'BigInt',
  boolean: 'Boolean',
  date: 'DateTime',
  datetime: 'DateTime',
  uniqueidentifier: 'Uniqueidentifier',
  file: 'Virtual',
  image: 'Virtual',
};

/** Virtual columns are told apart by the other name of their type only. */
const VIRTUAL_TYPES: Partial<Record<Column['type'], string>> = { file: 'File', image: 'Image' };

const codeOf = ({ column }: Attribute) =>
  typeCodeOf(column, column.type === 'lookup' ? Object.keys(column.targets) : []);

const isCustom = ({ column }: Attribute) => column.custom === true;
const isPrimaryId = ({ table, column }: Attribute) => column.name === table.primaryId;

const words = ({ table, column }: Attribute, what: string) => ({
  managed: !column.custom,
  path: ['attribute', table.name, column.name, what],
});

/** What every column has: the AttributeMetadata EntityType. */
export const attributeShape: Shape<Attribute> = {
  MetadataId: ({ table, column }) => attributeId(table.name, column.name),
  HasChanged: () => null,
  AttributeOf: ({ column }) => column.partOf ?? null,
  AttributeType: codeOf,
  ColumnNumber: ({ table, column }) => table.columns.indexOf(column) + 1,
  DeprecatedVersion: () => null,
  IntroducedVersion: () => '1.0.0.0',
  EntityLogicalName: ({ table }) => table.name,
  IsCustomAttribute: isCustom,
  IsPrimaryId: isPrimaryId,
  IsValidODataAttribute: () => true,
  IsPrimaryName: ({ table, column }) => column.name === table.definition.primaryName,
  IsValidForCreate: ({ column }) => column.set !== 'server',
  IsValidForRead: () => true,
  IsValidForUpdate: (attribute) => attribute.column.set === undefined && !isPrimaryId(attribute),
  CanBeSecuredForRead: isCustom,
  CanBeSecuredForCreate: isCustom,
  CanBeSecuredForUpdate: isCustom,
  IsSecured: () => false,
  IsRetrievable: () => true,
  IsFilterable: () => true,
  IsSearchable: () => false,
  IsManaged: (attribute) => !isCustom(attribute),
  LinkedAttributeId: () => null,
  LogicalName: ({ column }) => column.name,
  IsValidForForm: () => true,
  IsRequiredForForm: () => false,
  IsValidForGrid: () => true,
  SchemaName: ({ column }) => column.schemaName ?? column.name,
  ExternalName: () => null,
  IsLogical: () => false,
  IsDataSourceSecret: () => false,
  InheritsFrom: () => null,
  CreatedOn: () => '1900-01-01T00:00:00Z',
  ModifiedOn: () => '1900-01-01T00:00:00Z',
  SourceType: () => 0,
  AutoNumberFormat: ({ column }) => (column.type === 'string' ? (column.autonumber ?? '') : null),
  AttributeTypeName: (attribute) => ({
    Value: `${VIRTUAL_TYPES[attribute.column.type] ?? codeOf(attribute)}Type`,
  }),
  Description: (attribute) => labelJson(attribute.column.description, words(attribute, 'Description')),
  DisplayName: (attribute) =>
    labelJson(attribute.column.label ?? attribute.column.name, words(attribute, 'DisplayName')),
  IsAuditEnabled: () => managedProperty(true, 'canmodifyauditsettings'),
  IsGlobalFilterEnabled: () => managedProperty(false, 'canmodifyglobalfiltersettings'),
  IsSortableEnabled: () => managedProperty(false, 'canmodifyissortablesettings'),
  IsCustomizable: () => managedProperty(true, 'iscustomizable'),
  IsRenameable: () => managedProperty(true, 'isrenameable'),
  IsValidForAdvancedFind: () => managedProperty(true, 'canmodifysearchsettings'),
  RequiredLevel: ({ column }) =>
    managedProperty(
      column.required ? LEVELS[column.required] : 'None',
      'canmodifyrequirementlevelsettings',
      column.required !== 'system',
    ),
  CanModifyAdditionalSettings: () => managedProperty(true, 'canmodifyadditionalsettings'),
  Settings: () => [],
};
