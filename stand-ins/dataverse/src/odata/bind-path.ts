import { unknownColumn, unsupportedQuery } from '../errors.js';
import type { Column } from '../schema/column.js';
import type { Navigation, Table } from '../schema/table.js';
import { columnValue } from '../store/column-value.js';
import { isReference, type Row, type Value } from '../store/row.js';
import type { Data } from './data.js';

/** A column of the row itself, or of one that it refers to; null where there is none. */
export interface Property {
  table: Table;
  column: Column;
  /** How many lookups lie between. */
  distance: number;
  read(row: Row): Value;
}

type Follow = (row: Row) => Row | undefined;

/** Binds `primarycontactid/createdby/fullname`: webapi/query/filter-rows, "Filter using lookup column property values". */
export function bindPath(data: Data, table: Table, path: readonly string[]): Property {
  const names = path.slice(0, -1);
  const { table: last, follow } = names.reduce(
    (reached, name) => step(data, reached.table, name, reached.follow),
    { table, follow: undefined as Follow | undefined },
  );
  const property = path.at(-1) ?? '';
  const column = last.columnsByProperty.get(property);
  if (!column)
    throw last.navigations.has(property) ? comparedAsAWhole(property) : unknownColumn(last, property);
  return { table: last, column, distance: names.length, read: reader(column, follow) };
}

const reader = (column: Column, follow: Follow | undefined) =>
  follow
    ? (row: Row) => {
        const reached = follow(row);
        return reached ? columnValue(reached, column) : null;
      }
    : (row: Row) => columnValue(row, column);

function step(data: Data, table: Table, name: string, before: Follow | undefined) {
  const navigation = table.navigations.get(name);
  if (!navigation) throw unknownColumn(table, name);
  const target = data.tables.named(navigation.target);
  if (!target) throw unknownColumn(table, name);
  const lookUp = (row: Row) => follow(data, target, navigation, row);
  return {
    table: target,
    follow: before
      ? (row: Row) => {
          const reached = before(row);
          return reached && lookUp(reached);
        }
      : lookUp,
  };
}

/** The row that a navigation property leads to. A lookup of several tables leads to one of them only. */
export function follow({ store }: Data, target: Table, { column }: Navigation, row: Row): Row | undefined {
  const reference = row.values[column.name];
  return isReference(reference) && reference.table === target.name
    ? store.get(target, reference.id)
    : undefined;
}

const comparedAsAWhole = (property: string) =>
  unsupportedQuery(`the navigation property '${property}' stands where a single value is needed`);
