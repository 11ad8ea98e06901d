import { toDatetime } from '../columns/check-date.js';
import type { Publisher } from '../schema/load-schema.js';
import { PUBLISHER, SOLUTION } from '../schema/solution.tables.js';
import type { Tables } from '../schema/tables.js';
import type { RowStore } from '../store/row-store.js';
import type { Reference, Values } from '../store/row.js';
import { metadataId } from './metadata-id.js';

const DEFAULT_PUBLISHER: Publisher = {
  name: 'DefaultPublisher',
  label: 'Default Publisher',
  prefix: 'new',
  optionValuePrefix: 10_000,
  solution: 'Default',
};

/** The publisher and the solution that every organisation has, and those of the schema when it is complete. */
export function seedSolutions(tables: Tables, store: RowStore, own: Publisher | undefined): void {
  for (const publisher of own ? [DEFAULT_PUBLISHER, own] : [DEFAULT_PUBLISHER]) {
    const { name, label, prefix, optionValuePrefix, solution } = publisher;
    const publisherid = seed(tables, store, PUBLISHER, name, {
      friendlyname: label ?? name,
      customizationprefix: prefix,
      customizationoptionvalueprefix: optionValuePrefix,
      isreadonly: false,
    });
    seed(tables, store, SOLUTION, solution, {
      friendlyname: solution,
      version: '1.0.0.0',
      ismanaged: false,
      isvisible: true,
      publisherid,
    });
  }
}

/** One that is there already stays as it is. */
function seed(
  tables: Tables,
  store: RowStore,
  name: string,
  uniquename: string,
  values: Values,
): Reference | null {
  const table = tables.named(name);
  if (!table) return null;
  const id = metadataId(name, uniquename);
  const since = toDatetime(Date.UTC(2020, 0, 1));
  if (!store.get(table, id))
    store.seed(table, id, {
      ...values,
      uniquename,
      [table.primaryId]: id,
      createdon: since,
      modifiedon: since,
    });
  return { table: name, id };
}
