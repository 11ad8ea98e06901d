import { propertyOf, type Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import { columnValue } from '../store/column-value.js';
import { isReference, type Row, type Value } from '../store/row.js';
import { etagOf } from './conditions.js';

export type Json = Record<string, unknown>;

/** What is said of a property besides its value, by the annotation's name. */
export type Annotate = (column: Column, value: Value) => readonly (readonly [name: string, value: string])[];

/** A row as JSON: its ETag and primary key always, and what was selected or everything; each annotation before its property. */
export function representRow(
  table: Table,
  row: Row,
  select?: readonly Column[],
  { etag = true, annotate }: { etag?: boolean; annotate?: Annotate | undefined } = {},
): Json {
  const json: Json = etag ? { '@odata.etag': etagOf(row) } : {};
  for (const column of select ?? table.columns.filter(isShownUnasked)) {
    const value = columnValue(row, column);
    const property = propertyOf(column);
    for (const [name, annotation] of annotate?.(column, value) ?? [])
      json[`${property}@${name}`] = annotation;
    json[property] = isReference(value) ? value.id : value;
  }
  for (const id of table.ids) json[id] = row.id;
  return json;
}

/** Images must be asked for: image-column-data, the note on all columns. */
const isShownUnasked = ({ type }: Column) => type !== 'image';
