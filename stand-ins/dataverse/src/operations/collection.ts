import type { Filter } from '../odata/filter/filter.js';
import type { RowSource } from '../odata/page.js';
import { relatedRows } from '../odata/related-rows.js';
import type { Relationship } from '../schema/relationship.js';
import type { Table } from '../schema/table.js';
import type { RowStore } from '../store/row-store.js';
import type { Row } from '../store/row.js';

/** Rows that can be asked for together: those of an entity set, or those that refer to one row. */
export interface Collection {
  table: Table;
  /** Below the service root: what the link to its next page begins with. */
  path: string;
  /** Its rows, where they are not all of the table. */
  among: ((store: RowStore) => readonly Row[]) | undefined;
}

export const entitySet = (table: Table): Collection => ({ table, path: table.entitySet, among: undefined });

/** `accounts(<id>)/contact_customer_accounts`: webapi/query/overview, "Filtered collections". */
export const filteredCollection = (table: Table, id: string, relationship: Relationship): Collection => ({
  table: relationship.referencing,
  path: `${table.entitySet}(${id})/${relationship.name}`,
  among: (store) => relatedRows(store, relationship, id),
});

/** The collection's rows, or those of the table that an index leaves for the filter. */
export function sourceOf(
  store: RowStore,
  { table, among }: Collection,
  filter: Filter | undefined,
): RowSource {
  const rows = among ? () => among(store) : filter?.candidates;
  if (!rows) return (after) => store.scan(table, after);
  return (after) => rows().filter(({ id }) => after === undefined || id > after);
}

/** What `@odata.count` and `/$count` never exceed: webapi/query/count-rows. */
export const MOST_COUNTED = 5_000;
