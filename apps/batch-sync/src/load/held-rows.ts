import {
  type CallOptions,
  type DataverseClient,
  defineTable,
  eq,
  number,
  type Table,
  text,
} from '#lib/dataverse';
import type { LoadStep } from '../catalogue/order/load-order.js';
import { ownColumns, stateColumns } from '../catalogue/own-columns.js';
import type { HeldRow } from '../run/way-to-dataverse.js';
import { activeState } from './writing/state-values.js';

/** As many as a page holds: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/page-results */
export const pageSize = 5_000;

type TableName = Pick<Table, 'name' | 'entitySet' | 'primaryId'>;

/** All rows that Dataverse holds of a step, page by page as they are needed, whatever has become of them since. */
export async function* heldRows(
  client: DataverseClient,
  table: TableName,
  { name }: Pick<LoadStep, 'name'>,
  options: CallOptions = {},
): AsyncGenerator<HeldRow, void, undefined> {
  const narrow = withOwnColumns(table);
  const select = ['cwKey', 'hash', 'state'] as const;
  const filter = eq(narrow, 'sourceSystem', name);
  for await (const row of client.query(narrow, { ...options, select, filter, pageSize }))
    yield { cwKey: row.cwKey ?? '', hash: row.hash ?? null, isActive: row.state === activeState };
}

/** All rows are read: to look for a hundred columns in each takes longer than all else. */
const withOwnColumns = ({ name, entitySet, primaryId }: TableName) =>
  defineTable({
    ...{ name, entitySet, primaryId },
    columns: {
      cwKey: text(ownColumns.key, 100),
      hash: text(ownColumns.rowHash, 100),
      sourceSystem: text(ownColumns.sourceSystem, 100),
      state: number(stateColumns.state),
    },
  });
