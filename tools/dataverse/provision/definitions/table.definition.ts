import type { Table } from '#lib/dataverse-schema';
import { columnDefinition } from './column.definition.js';
import { label, words } from './label.js';

/**
 * The body that creates a table, with the column that names its rows and no other; the service needs that one:
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api.
 */
export const tableDefinition = (table: Table, language: number) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
  SchemaName: table.schemaName,
  ...words(table, language),
  DisplayCollectionName: label(table.pluralLabel ?? table.label ?? table.entitySet, language),
  EntitySetName: table.entitySet,
  OwnershipType: table.ownership === 'user' ? 'UserOwned' : 'OrganizationOwned',
  IsActivity: false,
  HasActivities: false,
  HasNotes: false,
  ChangeTrackingEnabled: table.changeTracking,
  PrimaryNameAttribute: table.primaryName,
  Attributes: table.columns
    .filter(({ name }) => name === table.primaryName)
    .map((column) => ({ ...columnDefinition(column, language), IsPrimaryName: true })),
});
