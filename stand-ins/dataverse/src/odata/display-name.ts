import type { Reference } from '../store/row.js';
import type { Data } from './data.js';

/** The primary name of the row that a lookup refers to: what people see of it. Null when it has none. */
export function displayName({ tables, store }: Data, { table: name, id }: Reference): string | null {
  const table = tables.named(name);
  const primaryName = table?.definition.primaryName;
  const value = table && primaryName ? store.get(table, id)?.values[primaryName] : undefined;
  return typeof value === 'string' ? value : null;
}
