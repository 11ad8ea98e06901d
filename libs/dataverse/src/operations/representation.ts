import { selectOf } from '../table-map/column-names.js';
import { queryString } from '../web-api/odata.js';
import { annotations } from '../table-map/row-mapping.js';
import type { ColumnName, Table } from '../table-map/table.js';

/** What a write answers with. */
export interface ReturnOptions<Name> {
  /** The columns to answer with, of the row as it stands after plug-ins and defaults. */
  return?: readonly Name[] | undefined;
  /** Bring with them what people see: `formatted`, and the table of each lookup. */
  annotations?: boolean | undefined;
}

/** The part of a write's call that asks for columns; nothing is asked for without any. */
export function representation<T extends Table, Name extends ColumnName<T>>(
  table: T,
  path: string,
  { return: names, annotations: wanted }: ReturnOptions<Name>,
) {
  if (!names) return { path };
  const select = queryString({ $select: selectOf(table, names) });
  return { path: path + select, prefer: preferences('return=representation', wanted && annotations) };
}

/** One Prefer header of several wishes. */
export const preferences = (...wishes: (string | false | undefined)[]): string | undefined =>
  wishes.filter(Boolean).join(',') || undefined;
