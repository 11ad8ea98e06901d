import type { Table } from '../schema/table.js';
import type { Row, Value } from '../store/row.js';

/** What tells one request from another: each operation of a batch is a request of its own. */
export interface RequestOrigin {
  requestId: string;
  /** What belongs together for the client. */
  correlationId: string;
  userAgent: string;
  /** What the query option `tag` says, for those who hear of the change. */
  tag?: string | undefined;
}

/** In whose name a change was made, and who made it when that is somebody else. */
export interface EventAuthor {
  systemUserId: string;
  actingUserId?: string | undefined;
}

/** What the client wrote, by column. Its row may differ in more: what the platform fills in. */
export type Asked = ReadonlyMap<string, Value>;

export type RowChanged =
  | { message: 'Create'; after: Row; asked: Asked }
  | { message: 'Update'; before: Row; after: Row; asked: Asked }
  | { message: 'Delete'; before: Row };

/** A change of one row, as those hear of it who have registered for its table and message. */
export type RowEvent = RowChanged & {
  table: Table;
  by: EventAuthor;
  origin: RequestOrigin;
  /** Milliseconds since 1970. */
  at: number;
};

/** The row of an event: as it is now, or as it was before it went. */
export const rowOf = (event: RowEvent): Row => (event.message === 'Delete' ? event.before : event.after);
