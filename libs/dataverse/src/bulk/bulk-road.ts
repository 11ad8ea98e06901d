import { abortReason, type Clock } from '#lib/resilience';
import { DataverseError } from '../errors/dataverse-error.js';
import { type BulkRow, isOpen } from './bulk-row.js';
import { troubleOf } from './bulk-trouble.js';
import { lookAtRows } from './look-at-rows.js';
import { type Lot, lotOf } from './lot.js';
import { Patience } from './patience.js';
import { RowSender, type SenderParts } from './send-rows.js';

/** What the road of a chunk is made of. */
export interface BulkRoadParts<Entry> extends SenderParts<Entry> {
  /** Look at every row before it is first sent. */
  readFirst: boolean;
  patienceMs: number;
  clock: Clock;
  random: () => number;
}

/**
 * The road of many rows to a result for each: they are sent, and what is left open is waited for and sent again, as long as the
 * patience lasts. What has perhaps been done is read first, and sent again only where it is not there. A wrong call, or the
 * caller's abort, closes the road for all chunks: what is still open then gets no further.
 */
export class BulkRoad<Entry> {
  /** Why nothing more is sent. */
  closedBy: Error | undefined;
  private readonly sender: RowSender<Entry>;

  constructor(private readonly parts: BulkRoadParts<Entry>) {
    this.sender = new RowSender(parts);
  }

  close(reason: unknown): void {
    this.closedBy ??= asError(reason);
  }

  /** Resolves when each row has its result. */
  async settle(lot: Lot<Entry>): Promise<void> {
    const patience = this.patience();
    let open = lot;
    let error: unknown;
    while (open.length > 0 && this.closedBy === undefined) {
      error = await this.attempt(this.whatMayGo(open));
      const left = open.rows.filter(isOpen);
      if (left.length < open.length) patience.renew();
      else error ??= new Error('No row was settled, and nobody says why.');
      open = lotOf(left);
      if (error !== undefined && !(await this.mayGoOn(error, patience))) break;
    }
    for (const row of open.rows) giveUp(row, this.closedBy ?? asError(error));
  }

  /** Their number may have been found to be too many. */
  private whatMayGo(lot: Lot<Entry>): Lot<Entry> {
    const { rows } = this.parts.size;
    return lot.length > rows ? lotOf(lot.rows.slice(0, rows)) : lot;
  }

  private async attempt(lot: Lot<Entry>): Promise<unknown> {
    try {
      const open = await this.looked(lot);
      return open.length === 0 ? undefined : await this.sender.send(open);
    } catch (error) {
      return error;
    }
  }

  /** Looks at those of which something is to be known first; answers with what is then to be sent. */
  private async looked(lot: Lot<Entry>): Promise<Lot<Entry>> {
    const { api, write, how, readFirst } = this.parts;
    if (lot.isNew && !readFirst) return lot;
    const unclear = lot.rows.filter(({ past }) => past.isUncertain || (readFirst && !past.wasRead));
    await lookAtRows(api, write, unclear, how);
    const open = lot.rows.filter(isOpen);
    return open.length === lot.length ? lot : lotOf(open);
  }

  private async mayGoOn(error: unknown, patience: Patience): Promise<boolean> {
    const { signal } = this.parts.how;
    try {
      if (signal?.aborted) throw abortReason(signal);
      if (this.sender.wrongCall) throw this.sender.wrongCall;
      const trouble = troubleOf(error);
      if (trouble === 'unforeseen') throw error;
      if (trouble !== 'row' && (await patience.allows(trouble))) return true;
      if (isOfAllRows(error, trouble)) this.close(this.sender.refuseCall(error));
    } catch (end) {
      // A wrong call, the caller's abort, or what nobody has foreseen.
      this.close(end);
    }
    return false;
  }

  private patience(): Patience {
    const { clock, random, patienceMs, how } = this.parts;
    return new Patience({ clock, random, patienceMs, signal: how.signal });
  }
}

/** A refusal that would meet the next chunk as well. */
const isOfAllRows = (error: unknown, trouble: string): error is DataverseError =>
  error instanceof DataverseError && (trouble === 'not-ready' || trouble === 'row');

const asError = (reason: unknown): Error =>
  reason instanceof Error ? reason : new Error('The rows were given up.', { cause: reason });

function giveUp(row: BulkRow<unknown>, error: Error): void {
  row.result = row.past.isUncertain
    ? { outcome: 'unknown', error, tried: row.past.tried }
    : { outcome: 'not-written', error };
}
