import { type CallOptions, type DataverseClient, keyOfId, type Table } from '#lib/dataverse';
import type { Schema } from '#lib/dataverse-schema';
import type { LoadStep } from '../../catalogue/order/load-order.js';
import { ownColumns } from '../../catalogue/own-columns.js';
import type { Mapping } from '../../catalogue/target.js';
import { tableMapOf } from '../table-map.js';
import { columnNamed, tableNamed } from '../table-named.js';
import { literalValue } from './mapping/literal-value.js';
import type { MappedRow } from './mapping/row-mapper.js';

type FixedRow = Extract<Mapping, { row: object }>['row'];

interface RowToMake {
  table: Table;
  id: string;
  row: MappedRow;
}

/** The rows that all rows of a step bind, such as one contact for everybody who gave no name. They are made where they are missing, and never changed. */
export class FixedRows {
  private readonly rows: readonly RowToMake[];
  private areThere = false;

  constructor(
    private readonly client: DataverseClient,
    schema: Schema,
    { target }: LoadStep,
  ) {
    this.rows = Object.values(target.columns).flatMap((mapping) =>
      'row' in mapping ? [rowToMake(schema, mapping.row)] : [],
    );
  }

  /** Once for all rows of this writer; rejects with the client's error, and may then be called again. */
  async make(how: CallOptions): Promise<void> {
    if (this.areThere) return;
    for (const { table, id, row } of this.rows) await this.client.createIfAbsent(table, id, row, how);
    this.areThere = true;
  }
}

/** Its key is that of its GUID, under which others who make it, like the website, look for it. */
function rowToMake(schema: Schema, { table: name, id, columns }: FixedRow): RowToMake {
  const table = tableNamed(schema, name);
  const values = Object.entries(columns).map(([column, value]) => [
    column,
    literalValue(schema, columnNamed(table, column), value),
  ]);
  const hasKey = table.columns.some((column) => column.name === ownColumns.key);
  return {
    table: tableMapOf(schema, name),
    id,
    row: { ...Object.fromEntries(values), ...(hasKey && { [ownColumns.key]: keyOfId(id) }) },
  };
}
