import type { Table } from '../../schema/table.js';
import type { Tables } from '../../schema/tables.js';
import { operationImports } from './operations.js';

/** use-change-tracking-synchronize-data-external-systems, "Enable change tracking for a table". */
const CHANGE_TRACKING = {
  '@Term': 'Org.OData.Capabilities.V1.ChangeTracking',
  Record: { PropertyValue: { '@Property': 'Supported', '@Bool': 'true' } },
};

/** Where the tables are found, and where their navigation properties lead. */
export const entityContainer = (tables: Tables, annotated: boolean) => ({
  '@Name': 'System',
  EntitySet: tables.all.map((table) => ({
    '@Name': table.entitySet,
    '@EntityType': `Microsoft.Dynamics.CRM.${table.name}`,
    NavigationPropertyBinding: bindings(tables, table),
    ...(annotated && table.tracksChanges && { Annotation: CHANGE_TRACKING }),
  })),
  ...operationImports,
});

function bindings(tables: Tables, table: Table) {
  const lookups = [...table.navigations].map(([property, { target }]) => ({
    property,
    set: tables.named(target)?.entitySet,
  }));
  const collections = tables
    .referringTo(table)
    .map(({ name, referencing }) => ({ property: name, set: referencing.entitySet }));
  return [...lookups, ...collections]
    .filter(({ set }) => set !== undefined)
    .map(({ property, set }) => ({ '@Path': property, '@Target': set }));
}
