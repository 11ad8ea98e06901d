import type { WriteOptions } from '../web-api/call-options.js';
import { columnOf, own } from '../table-map/column-names.js';
import { isRefusal } from '../errors/dataverse-error.js';
import { type RowAddress, rowPath, type RowReference } from '../table-map/row-address.js';
import { navigationOf } from '../table-map/row-mapping.js';
import type { Collection, ColumnNameOf, Table } from '../table-map/table.js';
import type { WebApi } from '../web-api/web-api.js';

/** What can be linked: a lookup, or the rows of a collection. */
export type LinkName<T extends Table> = ColumnNameOf<T, 'lookup'> | (keyof T['collections'] & string);

/** A link that is there already is where it was to be, so this can be repeated. */
export async function associate<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  link: LinkName<T>,
  to: RowReference,
  options: WriteOptions = {},
): Promise<void> {
  const collection: Collection | undefined = own(table.collections, link);
  try {
    await api.request({
      ...options,
      operation: `${table.name}.associate`,
      method: collection ? 'POST' : 'PUT',
      path: `${rowPath(table, address)}/${propertyOf(table, link, to)}/$ref`,
      body: { '@odata.id': api.root + to.path },
      repeatable: true,
      table,
      expect: [204],
    });
  } catch (error) {
    // A link of many to many that is there is told as a duplicate.
    if (!collection || !isRefusal(error, 'duplicate-row')) throw error;
  }
}

/** A link that is gone already is where it was to be, so this can be repeated. */
export async function disassociate<T extends Table>(
  api: WebApi,
  table: T,
  address: RowAddress<T>,
  link: LinkName<T>,
  from: RowReference,
  options: WriteOptions = {},
): Promise<'removed' | 'not-there'> {
  const inCollection = own(table.collections, link) ? keyIn(from) : '';
  try {
    await api.request({
      ...options,
      operation: `${table.name}.disassociate`,
      method: 'DELETE',
      path: `${rowPath(table, address)}/${propertyOf(table, link, from)}${inCollection}/$ref`,
      repeatable: true,
      table,
      expect: [204],
    });
    return 'removed';
  } catch (error) {
    if (isRefusal(error, 'row-not-found')) return 'not-there';
    throw error;
  }
}

function propertyOf(table: Table, link: string, other: RowReference): string {
  const collection = own(table.collections, link);
  if (!collection) {
    const column = columnOf(table, link);
    if (column.kind !== 'lookup') throw new TypeError('Only lookups and collections can be linked.');
    return navigationOf(link, column, other.table);
  }
  if (collection.table !== other.table)
    throw new TypeError(`This collection holds rows of ${collection.table}.`);
  return collection.navigation;
}

/** `contacts(…)` is `(…)` within a collection. */
const keyIn = ({ path }: RowReference): string => path.slice(path.indexOf('('));
