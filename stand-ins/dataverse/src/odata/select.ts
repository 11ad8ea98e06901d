import { unknownColumn } from '../errors.js';
import type { Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import type { QueryOptions } from './query-options.js';

/** The columns that $select names, in its order; nothing when it is absent. Throws for names that are no property. */
export function readSelect(options: QueryOptions, table: Table): readonly Column[] | undefined {
  const select = options.get('$select');
  if (select === undefined) return undefined;
  const names = select.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    const column = table.columnsByProperty.get(name);
    if (!column) throw unknownColumn(table, name);
    return column;
  });
}
