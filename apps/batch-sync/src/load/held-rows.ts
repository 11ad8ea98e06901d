import { type CallOptions, type DataverseClient, eq, type Table } from '#lib/dataverse';
import type { LoadStep } from '../catalogue/order/load-order.js';
import { ownColumns, stateColumns } from '../catalogue/own-columns.js';
import { activeState } from './writing/state-values.js';

/** What Dataverse holds of a row that the sync wrote. */
export interface HeldRow {
  cwKey: string;
  /** Of the accepted row that was written last; null where somebody else has changed that. */
  hash: string | null;
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
    yield { cwKey: textOf(cwKey) ?? '', hash: textOf(hash), isActive: state === activeState };
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
