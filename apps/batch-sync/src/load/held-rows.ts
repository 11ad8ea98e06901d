import { type CallOptions, type DataverseClient, eq, type Table } from '#lib/dataverse';
import type { LoadStep } from '../catalogue/order/load-order.js';
import { ownColumns, stateColumns } from '../catalogue/own-columns.js';
import { activeState } from './writing/state-values.js';

/** What Dataverse holds of a row that the sync wrote. */
export interface HeldRow {
  cwKey: string;
  /** Of the accepted row that was written last; empty where somebody has emptied it. */
  hash: string;
  isActive: boolean;
}

/** As many as a page holds: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results */
const pageSize = 5_000;

/** All rows that Dataverse holds of a step, page by page as they are needed, whatever has become of them since. */
export async function* heldRows(
  client: DataverseClient,
  table: Table,
  { name }: Pick<LoadStep, 'name'>,
  options: CallOptions = {},
): AsyncGenerator<HeldRow, void, undefined> {
  const { key, rowHash, sourceSystem } = ownColumns;
  const select = [key, rowHash, stateColumns.state];
  const filter = eq(table, sourceSystem, name);
  for await (const row of client.query(table, { ...options, select, filter, pageSize })) {
    const { [key]: cwKey, [rowHash]: hash, [stateColumns.state]: state } = row;
    yield { cwKey: String(cwKey ?? ''), hash: String(hash ?? ''), isActive: state === activeState };
  }
}
