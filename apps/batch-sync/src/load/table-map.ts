import {
  choice,
  type ColumnOptions,
  day,
  defineTable,
  flag,
  lookup,
  type MappedColumn,
  moment,
  number,
  type Table,
  text,
} from '#lib/dataverse';
import { type Column, optionsOf, type Schema } from '#lib/dataverse-schema';
import { stateColumns } from '../catalogue/own-columns.js';
import { tableNamed } from './table-named.js';

/**
 * The map of a table as the schema tells of it: columns by their own names, choices by their labels, and state and status, which every table of
 * rows that can rest has, by their numbers.
 */
export function tableMapOf(schema: Schema, name: string): Table {
  const { entitySet, primaryId, columns, keys, state: states } = tableNamed(schema, name);
  const { state, status } = stateColumns;
  const mapped: Record<string, MappedColumn> = {
    ...Object.fromEntries(columns.map((column) => [column.name, mappedColumn(schema, column)])),
    ...(states.length > 0 && { [state]: number(state), [status]: number(status) }),
  };
  return defineTable({ name, entitySet, primaryId, columns: mapped, keys: keys.map((key) => key.columns) });
}

function mappedColumn(schema: Schema, column: Column): MappedColumn {
  const { name } = column;
  const options: ColumnOptions = { set: column.set ?? 'client', required: column.required === 'system' };
  switch (column.type) {
    case 'string':
    case 'memo':
      return text(name, column.length, options);
    case 'integer':
    case 'double':
    case 'decimal':
      return number(name, options);
    case 'boolean':
      return flag(name, options);
    case 'date':
      return day(name, options);
    case 'datetime':
      return moment(name, options);
    case 'choice':
      return choice(name, valuesByLabel(schema, column), options);
    case 'lookup':
      return lookup(name, propertiesByTable(column), options);
    case 'uniqueidentifier':
      // The platform's own, and written by nobody.
      return text(name, 36, options);
  }
}

const valuesByLabel = (schema: Schema, column: Column & { type: 'choice' }): Record<string, number> =>
  Object.fromEntries(optionsOf(schema, column).map(({ label, value }) => [label, value]));

const propertiesByTable = ({ targets }: Column & { type: 'lookup' }): Record<string, string> =>
  Object.fromEntries(Object.entries(targets).map(([table, { property }]) => [table, property]));
