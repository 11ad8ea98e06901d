import { type CallOptions, type DataverseClient, eq, isNotNull, or, type Table } from '#lib/dataverse';
import type { FoundRow, OpenWayToAdopt, RowToStamp, StampResult } from '../../adopt/way-to-adopt.js';
import { ownColumns, stateColumns } from '../../catalogue/own-columns.js';
import { cwKeysOf } from '../cw-keys.js';
import { pageSize } from '../held-rows.js';
import type { WaysOptions } from '../open-way.js';
import { tableMapOf } from '../table-map.js';
import { activeState } from '../writing/state-values.js';
import { type Matching, matchingOf } from './match-values.js';
import { stampResult } from './stamp-result.js';

/** The ways to the rows that Dataverse had before, each over the connection of the application user that its integration works as. */
export const openWaysToAdopt =
  ({ users, schema, catalogue, keySecret }: Omit<WaysOptions, 'url'>): OpenWayToAdopt =>
  async (integration, step, { signal }) => {
    const { client } = await users.of(integration);
    const table = tableMapOf(schema, step.target.table);
    const matching = matchingOf({ schema, catalogue, step, keySecret });
    return {
      countRows: () => client.totalCount(table, { signal }),
      foundRows: () => foundRows(client, table, step.adopt.match, matching, { signal }),
      matchValues: matching.ofSource,
      cwKeyOf: cwKeysOf(step, { schema, keySecret }),
      stamp: (rows) => stamp(client, table, rows, { signal }),
    };
  };

async function* foundRows(
  client: DataverseClient,
  table: Table,
  match: readonly string[],
  matching: Matching,
  options: CallOptions,
): AsyncGenerator<FoundRow, void, undefined> {
  const { key } = ownColumns;
  const filter = or(isNotNull(table, key), eq(table, stateColumns.state, activeState));
  for await (const row of client.query(table, { ...options, select: [key, ...match], filter, pageSize })) {
    const { id, etag = '', [key]: cwKey } = row;
    yield { id, etag, cwKey: typeof cwKey === 'string' ? cwKey : null, values: matching.ofDataverse(row) };
  }
}

async function* stamp(
  client: DataverseClient,
  table: Table,
  rows: AsyncIterable<RowToStamp>,
  options: CallOptions,
): AsyncGenerator<StampResult, void, undefined> {
  const updates = client.updateMultiple(table, changesOf(rows), { ...options, mayBeAbsent: true });
  for await (const outcome of updates) yield stampResult(outcome.entry.row, outcome);
}

async function* changesOf(rows: AsyncIterable<RowToStamp>) {
  for await (const row of rows)
    yield { row, at: row.id, etag: row.etag, changes: { [ownColumns.key]: row.cwKey } };
}
