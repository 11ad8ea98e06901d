import type { Table } from '../schema/table.js';
import type { Row } from '../store/row.js';
import { momentCell } from './cells.js';
import { lakeColumn, lakeColumns, type LakeColumn } from './lake-column.js';

const HEAD: readonly LakeColumn[] = [
  { name: 'Id', dataType: 'guid', cell: ({ id }) => id },
  { name: 'SinkCreatedOn', dataType: 'dateTime', cell: (_, sinkTime) => sinkTime },
  { name: 'SinkModifiedOn', dataType: 'dateTime', cell: (_, sinkTime) => sinkTime },
];

const TAIL: readonly LakeColumn[] = [
  lakeColumn({ name: 'versionnumber', type: 'bigint' }),
  {
    name: 'createdon',
    dataType: 'dateTimeOffset',
    cell: ({ values }) => momentCell('+00:00')(values['createdon'] ?? null),
  },
  lakeColumn({ name: 'modifiedon', type: 'datetime' }),
  { name: 'IsDelete', dataType: 'boolean', cell: () => '' },
];

/** What is known of a row that is gone; all else is left empty. */
const OF_DELETED: Readonly<Record<string, string>> = {
  createdon: '"0001-01-03T00:00:00.0000000"',
  IsDelete: 'True',
};
const KEPT_OF_DELETED = new Set(['Id', 'SinkCreatedOn', 'SinkModifiedOn', 'versionnumber']);

/**
 * The order of a table's columns: `Id`, the times of the export, the table's own columns, `versionnumber` to `IsDelete`, and behind
 * them what has been added since the first export. No column ever moves or goes: one that is gone from the table stays empty.
 */
export class TableLayout {
  readonly table: string;
  private known: readonly LakeColumn[];

  constructor(table: Table) {
    this.table = table.name;
    this.known = [...HEAD, ...ownColumns(table), ...TAIL];
  }

  get columns(): readonly LakeColumn[] {
    return this.known;
  }

  adopt(table: Table): void {
    const names = new Set(this.known.map(({ name }) => name));
    this.known = [...this.known, ...ownColumns(table).filter(({ name }) => !names.has(name))];
  }

  /** A line of the file for a row that is there. */
  upsert(row: Row, sinkTime: string): string {
    return this.line((column) => column.cell(row, sinkTime));
  }

  /** A line of the file for a row that is gone. */
  deletion(row: Row, sinkTime: string): string {
    return this.line((column) =>
      KEPT_OF_DELETED.has(column.name) ? column.cell(row, sinkTime) : (OF_DELETED[column.name] ?? ''),
    );
  }

  private line(cellOf: (column: LakeColumn) => string): string {
    return `${this.known.map(cellOf).join(',')}\n`;
  }
}

const inTail = new Set(TAIL.map(({ name }) => name));

const ownColumns = ({ columns }: Table): LakeColumn[] =>
  columns.filter(({ name }) => !inTail.has(name)).flatMap(lakeColumns);
