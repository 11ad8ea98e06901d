import type { NewRow, RowAddress, RowToUpsert, Table } from '#lib/dataverse';
import { ownColumns } from '../../catalogue/own-columns.js';
import type { RowToLoad } from '../step-writer.js';
import type { MappedRow } from './mapping/row-mapper.js';

/**
 * An accepted row as the client writes it. It is mapped when its turn comes: what cannot be mapped is then refused in its place, like what Dataverse
 * refuses.
 */
export class RowToWrite implements RowToUpsert<Table> {
  constructor(
    readonly source: RowToLoad,
    readonly cwKey: string,
    private readonly map: (row: RowToLoad) => MappedRow,
  ) {}

  get at(): RowAddress {
    return { [ownColumns.key]: this.cwKey };
  }

  get row(): NewRow<Table> {
    return this.map(this.source);
  }
}
