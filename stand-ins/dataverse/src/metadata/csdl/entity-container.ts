import type { Table } from '../../schema/table.js';
import type { Tables } from '../../schema/tables.js';
import { operationImports } from './operations.js';

/** Where the tables are found, and where their navigation properties lead. */
export const entityContainer = (tables: Tables) => ({
  '@Name': 'System',
  EntitySet: tables.all.map((table) => ({
    '@Name': table.entitySet,
    '@EntityType': `Microsoft.Dynamics.CRM.${table.name}`,
    NavigationPropertyBinding: bindings(tables, table),
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
