import type { JsonText } from '../web-api/json-text.js';
import type { RowAddress } from '../table-map/row-address.js';
import type { DataverseError } from '../errors/dataverse-error.js';
import { foundAt } from './read-rows.js';
import type { RowResult } from './row-outcome.js';

/** How an entry of the input is written. */
export interface RowPlan {
  address: RowAddress;
  /** The row's path in the Web API, `accounts(...)`. No two that are the same may be written at a time. */
  path: string;
  /** The values that it shall have, in the words of the table's map. */
  wanted: Readonly<Record<string, unknown>>;
  /** The body of a request of its own; undefined where there is none. */
  body: JsonText | undefined;
  /** The row as it stands in a bulk message, as JSON; undefined where it cannot stand in one. */
  target: string | undefined;
  /** How long that is in a call. */
  bytes: number;
}

/** One entry on its way: what is known of it so far. */
export class BulkRow<Entry> {
  /** Set once, when all is known that will be. */
  result: RowResult | undefined;
  /** It was sent, and nobody knows whether it was done. */
  isUncertain = false;
  /** It was looked at before it was first sent. */
  wasRead = false;
  /** What stood there before it was first sent, where that was read. */
  seen: 'there' | 'absent' | undefined;
  /** The refusal that may mean that it is done already. */
  doubted: DataverseError | undefined;
  /** What was sent and read, in words. */
  readonly tried: string[] = [];
  /** Which row it is: no two that share it are written at a time. */
  readonly place: string;

  constructor(
    readonly entry: Entry,
    readonly index: number,
    readonly plan: RowPlan,
  ) {
    this.place = foundAt(plan.path);
  }
}

/** An entry that the table's map refuses: it is never sent. */
export interface RefusedEntry<Entry> {
  readonly entry: Entry;
  readonly index: number;
  readonly result: Extract<RowResult, { outcome: 'refused' }>;
}

/** Whether nothing is settled for it yet. */
export const isOpen = (row: BulkRow<unknown>): boolean => row.result === undefined;
