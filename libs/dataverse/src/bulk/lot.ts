import type { RowAddress } from '../table-map/row-address.js';
import { BulkRow, type RowPlan } from './bulk-row.js';
import type { BulkWrite } from './bulk-write.js';
import type { TargetDraft } from './target-draft.js';
import { TargetList } from './target-list.js';
import type { TargetMemory } from './target-memory.js';

/** Rows of one chunk that go as one call. */
export interface Lot<Entry> {
  readonly length: number;
  readonly rows: readonly BulkRow<Entry>[];
  /** Nothing has happened to any of its rows. */
  readonly isNew: boolean;
  /** Whether its rows can stand in a bulk message. */
  readonly inBulk: boolean;
  /** They as the body of one. */
  message(): Buffer;
  /** That message was answered as done. */
  done(): void;
}

/**
 * All rows of a chunk. An object for each of them is made when the first has something to be remembered, mostly its result: what waits for an
 * answer by the thousand is carried about by the garbage collector.
 */
export class WholeLot<Entry> implements Lot<Entry> {
  private readonly entries: Entry[] = [];
  private readonly indices: number[] = [];
  private readonly addresses: RowAddress[] = [];
  private readonly list: TargetList;
  private made: readonly BulkRow<Entry>[] | undefined;

  constructor(
    memory: TargetMemory,
    private readonly wantedIn: BulkWrite<Entry>['wanted'],
  ) {
    this.list = new TargetList(memory);
  }

  add(entry: Entry, index: number, { address }: RowPlan, draft: TargetDraft): void {
    this.entries.push(entry);
    this.indices.push(index);
    this.addresses.push(address);
    this.list.add(draft);
  }

  get length(): number {
    return this.entries.length;
  }

  /** Of its message, as it is now. */
  get bytes(): number {
    return this.list.bytes;
  }

  get rows(): readonly BulkRow<Entry>[] {
    return (this.made ??= this.entries.map((entry, at) => this.rowOf(entry, at)));
  }

  get isNew(): boolean {
    return this.made === undefined;
  }

  get inBulk(): boolean {
    return this.list.isMessage;
  }

  message(): Buffer {
    return this.list.message();
  }

  done(): void {
    this.list.giveBack();
  }

  private rowOf(entry: Entry, at: number): BulkRow<Entry> {
    const index = this.indices[at] as number;
    return new BulkRow(entry, index, this.addresses[at] as RowAddress, this.wantedIn(entry), this.list, at);
  }
}

/** Some rows of a chunk. */
export const lotOf = <Entry>(rows: readonly BulkRow<Entry>[]): Lot<Entry> => {
  // That of their chunk, which they share.
  const list = rows[0]?.list;
  return {
    rows,
    length: rows.length,
    isNew: false,
    inBulk: list?.isMessage ?? false,
    message: () => (list ? list.partOf(rows.map(({ position }) => position)) : Buffer.of()),
    done: () => undefined,
  };
};
