import type { FaultTarget } from '../../../control/src/index.js';
import { header } from '../operations/header.js';
import type { WebApiRequest } from '../operations/request.js';
import { Table } from '../schema/table.js';
import { Tables, type SchemaState } from '../schema/tables.js';
import type { DataverseFaults } from './fault-list.js';

/** The schema as it is, and as it was when the faults were posted: what came between is what a stale cache lacks. */
export interface SchemaTimes {
  tables: Tables;
  before: SchemaState;
}

/**
 * The tables as a request to this entity set knows them. The service has its definitions in a cache, which may lack for some 30
 * seconds what has been added, unless a request asks for `Consistency: Strong`: webapi/web-api-metadata-operations-sample. It
 * strikes only where something is hidden.
 */
export function knownTables(
  faults: DataverseFaults,
  target: FaultTarget,
  { tables, before }: SchemaTimes,
  entitySet: string,
  request: WebApiRequest,
): Tables {
  const table = tables.withEntitySet(entitySet);
  if (!table || !faults.includes('staleMetadata') || wantsLatest(request)) return tables;
  const stale = withoutAdditions(tables, before);
  if (stale.named(table.name) === table) return tables;
  return faults.strikes('staleMetadata', { ...target, table: table.name }) ? stale : tables;
}

const wantsLatest = (request: WebApiRequest) => header(request, 'consistency')?.toLowerCase() === 'strong';

function withoutAdditions(tables: Tables, before: SchemaState): Tables {
  const known = new Map(before.tables.map((table) => [table.name, table]));
  const left = tables.all.flatMap((table) => {
    const old = known.get(table.name);
    return old ? [withColumnsOf(old, table)] : [];
  });
  return new Tables(left, tables.choices);
}

function withColumnsOf({ columnsByName: known }: Table, table: Table): Table {
  const columns = table.columns.filter(({ name }) => known.has(name));
  if (columns.length === table.columns.length) return table;
  const keys = table.definition.keys.filter((key) => key.columns.every((name) => known.has(name)));
  return new Table({ ...table.definition, columns, keys });
}
