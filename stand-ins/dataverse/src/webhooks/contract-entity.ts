import type { Data } from '../odata/data.js';
import { formattedValue } from '../odata/formatted-value.js';
import type { Column } from '../schema/column.js';
import type { Table } from '../schema/table.js';
import { isReference, type Value, type Values } from '../store/row.js';
import { contractValue, type KeyValue } from './contract-values.js';

/** Some columns of one row, for an event. */
export interface Excerpt {
  table: Table;
  id: string;
  values: Values;
  rowVersion?: string | null;
}

/** An `Entity` of the contracts. Its formatted values are given where the caller says so. */
export function contractEntity({ table, id, values, rowVersion = null }: Excerpt, formatted?: Data) {
  const columns = Object.entries(values).flatMap(([name, value]): [Column, Value][] => {
    const column = table.columnsByName.get(name);
    return column ? [[column, value]] : [];
  });
  return {
    Attributes: columns.map(([column, value]) => ({ key: column.name, value: contractValue(column, value) })),
    EntityState: null,
    FormattedValues: formatted ? columns.flatMap((one) => shown(formatted, ...one)) : [],
    Id: id,
    KeyAttributes: [],
    LogicalName: table.name,
    RelatedEntities: [],
    RowVersion: rowVersion,
  };
}

/** Labels, words and numbers as the Web API shows them; points in time otherwise; lookups and texts not at all. */
function shown(data: Data, column: Column, value: Value): KeyValue[] {
  if (value === null || isReference(value)) return [];
  const text = isMoment(column)
    ? `${String(value).slice(0, 19).padEnd(19, 'T00:00:00')}-00:00`
    : formattedValue(data, column, value);
  return text === undefined ? [] : [{ key: column.name, value: text }];
}

const isMoment = ({ type }: Column) => type === 'date' || type === 'datetime';
