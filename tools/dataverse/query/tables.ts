import { accountTable, annotationTable, contactTable, incidentTable, type WebApi } from '#lib/dataverse';
import { nearNames } from '#lib/near-names';

/** A table as its environment names it. */
interface TableNames {
  logicalName: string;
  /** What stands in a URL. */
  entitySet: string;
}

/** The entity set of a table that we have a map of; any other name is taken for an entity set until Dataverse says no. */
export function assumedEntitySet(name: string): string {
  const ours = [accountTable, annotationTable, contactTable, incidentTable];
  return ours.find((table) => table.name === name)?.entitySet ?? name;
}

/**
 * The entity set of the table with this logical name, as the environment tells.
 *
 * @throws Error with the names that are near, when there is no such table
 */
export async function findEntitySet(webApi: WebApi, name: string, signal: AbortSignal): Promise<string> {
  const tables = await readTables(webApi, signal);
  const found = tables.find(({ logicalName }) => logicalName === name.toLowerCase());
  if (found) return found.entitySet;
  const near = nearNames(
    name,
    tables.flatMap(({ logicalName, entitySet }) => [logicalName, entitySet]),
  );
  const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
  throw new Error(`There is no table ${name} in this environment.${hint}`);
}

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api */
async function readTables(webApi: WebApi, signal: AbortSignal): Promise<TableNames[]> {
  const { value } = await webApi.json({
    operation: 'definitions.query',
    method: 'GET',
    path: 'EntityDefinitions?$select=LogicalName,EntitySetName',
    repeatable: true,
    expect: [200],
    signal,
  });
  const definitions = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return definitions
    .filter(({ EntitySetName }) => typeof EntitySetName === 'string')
    .map(({ LogicalName, EntitySetName }) => ({
      logicalName: String(LogicalName),
      entitySet: String(EntitySetName),
    }));
}
