import type { RowAddress } from '../table-map/row-address.js';
import type { DataverseError } from '../errors/dataverse-error.js';
import type { RowResult } from './row-outcome.js';
import type { Target } from './target-list.js';

/** How an entry of the input is written. */
export interface RowPlan {
  address: RowAddress;
  /** The row's path in the Web API, `accounts(...)`. No two that are the same may be written at a time. */
  path: string;
  /** The values that it shall have, in the words of the table's map. */
  wanted: Readonly<Record<string, unknown>>;
  /** The same in the words of Dataverse, as a JSON object. */
  values: string;
  /** Which row it is in a bulk message, as the beginning of a JSON object; undefined where it cannot stand in one. */
  head: string | undefined;
}

const nothing: readonly string[] = [];

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
  tried: readonly string[] = nothing;
  readonly address: RowAddress;
  readonly wanted: RowPlan['wanted'];
  readonly inBulk: boolean;

  constructor(
    readonly entry: Entry,
    readonly index: number,
    { address, wanted, head }: RowPlan,
    /** Its values, and what it is in a bulk message: kept until it has its result. */
    readonly target: Target,
  ) {
    this.address = address;
    this.wanted = wanted;
    this.inBulk = head !== undefined;
  }

  note(what: string): void {
    this.tried = [...this.tried, what];
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
