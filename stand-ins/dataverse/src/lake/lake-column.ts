import type { Column, FileColumn, ImageColumn } from '../schema/column.js';
import { columnValue } from '../store/column-value.js';
import type { Row, Value } from '../store/row.js';
import { bareCell, flagCell, idCell, momentCell, targetCell, textCell } from './cells.js';

/** As model.json names them. */
export type DataType =
  'guid' | 'string' | 'int64' | 'decimal' | 'double' | 'boolean' | 'dateTime' | 'dateTimeOffset';

/** One column of a table's files. */
export interface LakeColumn {
  name: string;
  dataType: DataType;
  /** Characters at most, of a text. */
  maxLength?: number;
  /** Places behind the point, of a decimal. */
  scale?: number;
  /** What stands in the file for this row. `sinkTime` is when it is written, as a cell. */
  cell(row: Row, sinkTime: string): string;
}

/** The longest name that a table has: a guess, for the length of the column is not public. */
const LONGEST_TABLE_NAME = 128;

/** A column of the table as the lake has it: a lookup comes with the table that it refers to. */
export function lakeColumns(column: Column): LakeColumn[] {
  // Nobody says that they are exported.
  if (column.type === 'file' || column.type === 'image') return [];
  const own = lakeColumn(column);
  if (column.type !== 'lookup') return [own];
  return [
    own,
    { ...textColumn(`${column.name}_entitytype`, LONGEST_TABLE_NAME), cell: of(column, targetCell) },
  ];
}

export function lakeColumn(column: Exclude<Column, FileColumn | ImageColumn>): LakeColumn {
  const { name } = column;
  switch (column.type) {
    case 'string':
    case 'memo':
      return { ...textColumn(name, column.length), cell: of(column, textCell) };
    case 'choice':
    case 'integer':
    case 'bigint':
      return { name, dataType: 'int64', cell: of(column, bareCell) };
    case 'decimal':
      return { name, dataType: 'decimal', scale: column.precision ?? 10, cell: of(column, bareCell) };
    case 'double':
      return { name, dataType: 'double', cell: of(column, bareCell) };
    case 'boolean':
      return { name, dataType: 'boolean', cell: of(column, flagCell) };
    case 'date':
    case 'datetime':
      return { name, dataType: 'dateTime', cell: of(column, momentCell('Z')) };
    case 'uniqueidentifier':
    case 'lookup':
      return { name, dataType: 'guid', cell: of(column, idCell) };
  }
}

const textColumn = (name: string, maxLength: number) => ({ name, dataType: 'string' as const, maxLength });

const of =
  (column: Column, write: (value: Value) => string): LakeColumn['cell'] =>
  (row) =>
    write(columnValue(row, column));
