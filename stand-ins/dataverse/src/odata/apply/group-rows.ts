import { unsupportedQuery } from '../../errors.js';
import { propertyOf } from '../../schema/column.js';
import type { Table } from '../../schema/table.js';
import type { Row } from '../../store/row.js';
import { bindPath, type Property } from '../bind-path.js';
import { comparableOf, toKey } from '../comparable.js';
import type { Data } from '../data.js';
import type { Path } from '../filter/expression.js';
import { comparePositions, type OrderColumn } from '../order.js';

/** A column that rows are grouped by. */
export interface GroupColumn extends Property {
  /** What the answer calls it: `statuscode`, but `contact_fullname` for `primarycontactid/fullname`. */
  name: string;
}

/** webapi/query/aggregate-data: "groupby with datetime values is not supported." */
export function bindGroupColumn(data: Data, table: Table, path: Path): GroupColumn {
  const property = bindPath(data, table, path);
  const { column, distance } = property;
  if (comparableOf(column) === 'moment')
    throw unsupportedQuery(`groupby with datetime values, as of '${column.name}'`);
  const name = propertyOf(column);
  return { ...property, name: distance === 0 ? name : `${property.table.name}_${name}` };
}

/** The rows that agree in all of these columns, together; the groups in the order of what they agree in. */
export function groupRows(rows: readonly Row[], columns: readonly GroupColumn[]): (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = JSON.stringify(columns.map((column) => keyIn(column, row)));
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  const order = columns.map(asOrder);
  const placed = [...groups.values()].map((group) => ({ group, position: positionOfGroup(group, columns) }));
  placed.sort((left, right) => comparePositions(order, left.position, right.position));
  return placed.map(({ group }) => group);
}

const keyIn = ({ column, read }: Property, row: Row) => toKey(comparableOf(column), read(row));

const asOrder = (column: GroupColumn): OrderColumn => ({
  name: column.name,
  comparable: comparableOf(column.column),
  descending: false,
  keyOf: (row) => keyIn(column, row),
});

function positionOfGroup(group: readonly Row[], columns: readonly GroupColumn[]) {
  const first = group[0] as Row;
  return { keys: columns.map((column) => keyIn(column, first)), id: first.id };
}
