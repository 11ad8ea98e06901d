import type { RowAddress } from '../table-map/row-address.js';
import type { DataverseError } from '../errors/dataverse-error.js';
import type { JsonText } from '../web-api/json-text.js';
import type { RowResult } from './row-outcome.js';
import type { TargetList } from './target-list.js';

/** How an entry of the input is written. */
export interface RowPlan {
  address: RowAddress;
  /** Which row it is, as a number: see `placeOf`. No two that have the same may be written at a time. */
  place: number;
}

/** What most rows have no need of: they are sent, and done. */
export interface RowPast {
  /** It was sent, and nobody knows whether it was done. */
  readonly isUncertain: boolean;
  /** It was looked at before it was first sent. */
  readonly wasRead: boolean;
  /** What stood there before it was first sent, where that was read. */
  readonly seen?: 'there' | 'absent' | undefined;
  /** The refusal that may mean that it is done already. */
  readonly doubted?: DataverseError | undefined;
  /** What was sent and read, in words. */
  readonly tried: readonly string[];
}

const noPast: RowPast = { isUncertain: false, wasRead: false, tried: [] };

/** One entry on its way: what is known of it so far. */
export class BulkRow<Entry> {
  /** Set once, when all is known that will be. */
  result: RowResult | undefined;
  past = noPast;

  constructor(
    readonly entry: Entry,
    readonly index: number,
    readonly address: RowAddress,
    /** The values that it shall have, in the words of the table's map. */
    readonly wanted: Readonly<Record<string, unknown>>,
    /** Its chunk's, where it is written as it is sent. */
    readonly list: TargetList,
    /** Which of the rows there it is. */
    readonly position: number,
  ) {}

  /** Its values in the words of Dataverse. */
  get values(): JsonText {
    return this.list.valuesAt(this.position);
  }

  remember(more: Partial<RowPast>): void {
    this.past = { ...this.past, ...more };
  }

  note(what: string): void {
    this.remember({ tried: [...this.past.tried, what] });
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
