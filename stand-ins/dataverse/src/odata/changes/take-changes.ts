import type { Table } from '../../schema/table.js';
import type { RowStore } from '../../store/row-store.js';
import type { Row } from '../../store/row.js';
import { positionOf, type OrderColumn, type Position } from '../order.js';
import { takePage, type RowSource } from '../page.js';
import type { ChangeKind } from './tracking-cookie.js';

/** The changes of one table that are asked for. */
export interface ChangesRequest {
  table: Table;
  /** All rows there are, and no deletions, without one: nothing has been told yet. */
  since: number | undefined;
  /** Changes after this version are left for the next link, or are told now and then. */
  until: number;
  kind: ChangeKind;
  after: Position | undefined;
  /** Changes at most. */
  size: number;
}

export interface Changes {
  changed: readonly Row[];
  deleted: readonly Row[];
  /** Where the next page begins, when there is one. */
  next: { kind: ChangeKind; after: Position | undefined } | undefined;
}

/** No two changes have the same version, but the platform's own rows, which have always been there. */
const BY_VERSION: readonly OrderColumn[] = [
  { name: 'versionnumber', comparable: 'number', descending: false, keyOf: ({ version }) => version },
];

/**
 * A page of changes: new and updated rows in the order of their versions, then deletions in the order of theirs. Like the pages of a
 * query it is found by the place behind the last one, not by counting, so rows may change meanwhile.
 */
export function takeChanges(store: RowStore, request: ChangesRequest): Changes {
  const { table, since, size } = request;
  const none = { rows: [], more: false };
  const changed = request.kind === 'changed' ? take(request, () => store.scan(table), size) : none;
  const room = size - changed.rows.length;
  // Nobody has heard of a row that was gone before the first page.
  const gone = () => (since === undefined ? [] : store.deleted(table));
  const deleted = changed.more ? none : take({ ...request, after: afterIn(request) }, gone, room);
  return { changed: changed.rows, deleted: deleted.rows, next: nextOf(changed, deleted) };
}

export const countChanges = (
  store: RowStore,
  table: Table,
  { since, most }: { since: number; most: number },
) =>
  [...store.scan(table), ...store.deleted(table)].filter(({ version }) => version > since).slice(0, most)
    .length;

const afterIn = ({ kind, after }: ChangesRequest) => (kind === 'deleted' ? after : undefined);

function take({ since = 0, until, after }: ChangesRequest, source: RowSource, size: number) {
  const passes = ({ version }: Row) => version > since && version <= until;
  return takePage({ source, filter: { passes }, order: BY_VERSION, after, size });
}

type Taken = ReturnType<typeof take>;

function nextOf(changed: Taken, deleted: Taken): Changes['next'] {
  if (changed.more) return { kind: 'changed', after: lastOf(changed) };
  return deleted.more ? { kind: 'deleted', after: lastOf(deleted) } : undefined;
}

const lastOf = ({ rows }: Taken): Position | undefined => {
  const last = rows.at(-1);
  return last && positionOf(BY_VERSION, last);
};
