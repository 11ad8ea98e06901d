import { propertyOf, type Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import { columnValue } from '../store/column-value.js';
import { isReference, type Row } from '../store/row.js';
import { etagOf } from './conditions.js';

/** A row as JSON: its ETag and primary key always, and what was selected or everything. */
export function representRow(table: Table, row: Row, select?: readonly Column[]): Record<string, unknown> {
  const json: Record<string, unknown> = { '@odata.etag': etagOf(row) };
  for (const column of select ?? table.columns) {
    const value = columnValue(row, column);
    json[propertyOf(column)] = isReference(value) ? value.id : value;
  }
  json[table.primaryId] = row.id;
  return json;
}

/** The `@odata.context` of a row or, without the ending, of a collection. */
export function contextOf(
  serviceRoot: string,
  table: Table,
  select: readonly Column[] | undefined,
  ending = '',
): string {
  const columns = select ? `(${select.map(propertyOf).join(',')})` : '';
  return `${serviceRoot}$metadata#${table.entitySet}${columns}${ending}`;
}
