import { type DataverseError, isRefusal } from '../errors/dataverse-error.js';
import type { OperationResult } from '../web-api/batch/operation-result.js';
import type { WriteOptions } from '../web-api/call-options.js';
import type { WebApi } from '../web-api/web-api.js';
import { json } from '../web-api/web-api-request.js';
import { BadShare } from './bad-share.js';
import { BulkCallError } from './bulk-call-error.js';
import { type BulkRow, isOpen } from './bulk-row.js';
import type { BulkSupport } from './bulk-support.js';
import { codeOf, type Trouble, troubleOf } from './bulk-trouble.js';
import type { BulkMessage, BulkWrite } from './bulk-write.js';
import type { ChunkSize } from './chunk-size.js';
import { halvingPays, messagePays } from './isolation-cost.js';
import { lookAtDoubted, lookAtRows } from './look-at-rows.js';
import { type Lot, lotOf } from './lot.js';
import { Suspicion } from './suspicion.js';

/** What rows are sent with. */
export interface SenderParts<Entry> {
  api: WebApi;
  write: BulkWrite<Entry>;
  support: BulkSupport;
  size: ChunkSize;
  how: WriteOptions;
  /** Always so. Default: as a bulk message, where the table has it and it pays. */
  by?: 'bulk' | 'batch' | undefined;
}

type Rows<Entry> = readonly BulkRow<Entry>[];

/**
 * Sends rows once, and settles those whose answer is one. Each method answers with the error that left some of them open, or
 * with nothing.
 *
 * A bulk message is done as a whole or not at all, so one bad row costs all. What is refused for a row in it (400, 404, 412) is
 * halved, or goes as one batch in which each fails by itself, whichever will cost less by the share of bad rows so far. Nothing else
 * is taken apart: a limit, an outage or a missing right is no row's fault.
 *
 * No call is repeatable for the policies below, though each may be repeated: after what has perhaps been done, the end of a repeat (an open
 * circuit; a row that is there, or is gone) would be taken for that of the whole. Only the road repeats, after a look.
 */
export class RowSender<Entry> {
  /** Why nothing more is to be sent: row after row was refused alike. */
  wrongCall: BulkCallError | undefined;
  private readonly suspicion = new Suspicion();
  private readonly badShare = new BadShare();

  constructor(private readonly parts: SenderParts<Entry>) {}

  async send(lot: Lot<Entry>, isWhole = true): Promise<unknown> {
    return (await this.goAsBulk(lot)) ? this.sendBulk(lot, isWhole) : this.sendBatch(lot.rows, isWhole);
  }

  /** The call is wrong, as this refusal of it says. */
  refuseCall(error: DataverseError): BulkCallError {
    return (this.wrongCall ??= new BulkCallError(this.nameOf('multiple'), error));
  }

  private async goAsBulk({ length, inBulk }: Lot<Entry>): Promise<boolean> {
    const { by, write, support, how } = this.parts;
    const { table, bulk } = write;
    if (by === 'batch' || !bulk || !inBulk) return false;
    if (by === 'bulk') return true;
    return messagePays(length, this.badShare.value) && support.has(table.name, bulk.message, how);
  }

  private async sendBulk(lot: Lot<Entry>, isWhole = false): Promise<unknown> {
    const { api, write, size, how } = this.parts;
    const { table, bulk } = write;
    if (!bulk) return this.sendBatch(lot.rows, isWhole);
    try {
      const { durationMs } = await api.request({
        ...how,
        operation: this.nameOf('multiple'),
        operations: lot.length,
        method: 'POST',
        path: `${table.entitySet}/Microsoft.Dynamics.CRM.${bulk.message}`,
        headers: { 'content-type': json },
        body: lot.message(),
        repeatable: false,
        table,
        expect: [bulk.doneStatus],
      });
      if (isWhole) size.learn(lot.length, durationMs);
      this.suspicion.done();
      this.badShare.learn(lot.length, 0);
      for (const row of lot.rows) row.result = write.done(row);
      lot.done();
      return undefined;
    } catch (error) {
      return this.afterBulk(lot.rows, error);
    }
  }

  private async afterBulk(rows: Rows<Entry>, error: unknown): Promise<unknown> {
    const trouble = troubleOf(error);
    if (trouble === 'row') return this.isolate(rows, error as DataverseError);
    if (trouble === 'too-large')
      return this.sendHalves(rows, error as DataverseError, (half) => this.sendBulk(lotOf(half)));
    const { table, bulk } = this.parts.write;
    if (bulk && this.isMissing(bulk.message, error)) {
      this.parts.support.deny(table.name, bulk.message);
      return this.sendBatch(rows);
    }
    return this.leaveOpen(rows, error);
  }

  private async isolate(rows: Rows<Entry>, error: DataverseError): Promise<unknown> {
    const { api, write, how } = this.parts;
    this.suspicion.refused(error);
    if (write.isDoubtful?.(error)) {
      const open = await lookAtDoubted(api, write, rows, error, how);
      if (open.length === 0) return undefined;
      if (open.length < rows.length) return this.sendBulk(lotOf(open));
    }
    return this.takeApart(rows);
  }

  /** Of rows that were refused as a whole; one after the other, since what the first half tells may spare the second. */
  private async takeApart(rows: Rows<Entry>): Promise<unknown> {
    if (!halvingPays(rows.length, this.badShare.value)) return this.sendBatch(rows);
    const [first, second] = halvesOf(rows);
    const trouble = (await this.sendBulk(lotOf(first))) ?? this.wrongCall;
    if (trouble !== undefined) return trouble;
    // What was refused is then in the other half.
    return first.some(isRefused) ? this.send(lotOf(second), false) : this.takeApart(second);
  }

  /** Of rows that are too much at once. */
  private async sendHalves(
    rows: Rows<Entry>,
    error: DataverseError,
    send: (half: Rows<Entry>) => Promise<unknown>,
  ): Promise<unknown> {
    this.parts.size.tooMuch(rows.length);
    const [first] = rows;
    if (first && rows.length === 1) return void (first.result = { outcome: 'refused', error });
    for (const half of halvesOf(rows)) {
      const trouble = this.wrongCall ?? (await send(half));
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  }

  private async sendBatch(rows: Rows<Entry>, isWhole = false): Promise<unknown> {
    const { api, write, how } = this.parts;
    const { signal, lane, onBehalfOf, ...ofEach } = how;
    const operation = this.nameOf('batch');
    let results: OperationResult[];
    try {
      results = await api.batch(
        rows.map((row) => ({
          ...ofEach,
          ...write.operation(row),
          operation,
          repeatable: false,
          table: write.table,
        })),
        { continueOnError: true, operation, signal, lane, onBehalfOf },
      );
    } catch (error) {
      if (troubleOf(error) !== 'too-large') return this.leaveOpen(rows, error);
      return this.sendHalves(rows, error as DataverseError, (half) => this.sendBatch(half));
    }
    if (isWhole) this.learnFrom(results);
    return this.judge(rows, results);
  }

  private learnFrom(results: readonly OperationResult[]): void {
    const answered = results.find((result) => result.outcome === 'answered');
    if (answered) this.parts.size.learn(results.length, answered.response.durationMs);
  }

  private async judge(rows: Rows<Entry>, results: readonly OperationResult[]): Promise<unknown> {
    const refusals = new Map<BulkRow<Entry>, DataverseError>();
    const someDone = results.some(({ outcome }) => outcome === 'answered');
    let left: unknown;
    for (const [at, row] of rows.entries()) {
      // Of a call before this one, where any of its rows was meant.
      if (row.past.doubted) row.remember({ doubted: undefined });
      const result = results[at];
      if (result?.outcome === 'answered') row.result = this.parts.write.done(row, result.response);
      else if (result && 'error' in result) {
        refusals.set(row, result.error);
        left = this.takeRefusal(row, result.error, someDone) ?? left;
      }
    }
    this.learnShare(rows);
    await this.settleDoubted(rows.filter((row) => isOpen(row) && row.past.doubted));
    const open = rows.findLast(isOpen);
    return this.suspect(rows, refusals) ?? left ?? (open && refusals.get(open));
  }

  /** What was found to be done already, such as the deletion of a row that is gone, says nothing against the call. */
  private suspect(
    rows: Rows<Entry>,
    refusals: ReadonlyMap<BulkRow<Entry>, DataverseError>,
  ): BulkCallError | undefined {
    const bad = rows.flatMap((row) => (isOpen(row) || isRefused(row) ? (refusals.get(row) ?? []) : []));
    const [first] = bad;
    if (bad.length === rows.length) this.suspicion.refusedEach(bad);
    else this.suspicion.done();
    return first && this.suspicion.isCallWrong ? this.refuseCall(first) : undefined;
  }

  private learnShare(rows: Rows<Entry>): void {
    const bad = rows.filter((row) => isRefused(row) || row.past.doubted);
    const good = rows.filter((row) => !isOpen(row) && !isRefused(row));
    this.badShare.learn(bad.length + good.length, bad.length);
  }

  /**
   * What a refusal by itself means for a row; answers with an error that is none of the row's. A right that others beside it did
   * not lack is one to that row; a table, a column or a key that is not known to one is known to others, and so to all in a moment.
   */
  private takeRefusal(
    row: BulkRow<Entry>,
    error: DataverseError,
    someDone: boolean,
  ): DataverseError | undefined {
    const { write } = this.parts;
    const trouble = troubleOf(error);
    if (trouble === 'row' || trouble === 'too-large' || (isOfOneRow(error, trouble) && someDone)) {
      if (write.isDoubtful?.(error)) row.remember({ doubted: error });
      else row.result = write.whenRefused?.(row, error) ?? { outcome: 'refused', error };
      return undefined;
    }
    this.leaveOpen([row], error);
    return error;
  }

  /** What is there already, and not ours, is refused as it was. */
  private async settleDoubted(rows: Rows<Entry>): Promise<void> {
    const { api, write, how } = this.parts;
    for (const row of await lookAtRows(api, write, rows, how)) {
      const { doubted } = row.past;
      if (doubted) row.result = { outcome: 'refused', error: doubted };
    }
  }

  /** They are to be sent again; after a look, if they may have been done. */
  private leaveOpen(rows: Rows<Entry>, error: unknown): unknown {
    for (const row of rows) row.note(`sent: ${codeOf(error)}`);
    if (!mayBeDone(troubleOf(error))) return error;
    for (const row of rows) row.remember({ isUncertain: true });
    if (isTimeout(error)) this.parts.size.tooMuch(rows.length);
    return error;
  }

  private isMissing(message: BulkMessage, error: unknown): boolean {
    if (this.parts.by === 'bulk' || !isRefusal(error, 'unknown-resource', 'not-supported')) return false;
    return error.words.includes(message);
  }

  private nameOf(form: 'multiple' | 'batch'): string {
    const { table, verb } = this.parts.write;
    return `${table.name}.${verb}-${form}`;
  }
}

function halvesOf<Entry>(rows: Rows<Entry>): readonly [Rows<Entry>, Rows<Entry>] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

const isRefused = ({ result }: BulkRow<unknown>): boolean => result?.outcome === 'refused';

const mayBeDone = (trouble: Trouble): boolean => trouble === 'unknown' || trouble === 'unforeseen';

const isOfOneRow = (error: DataverseError, trouble: Trouble): boolean =>
  trouble === 'not-ready' && !isRefusal(error, 'unknown-resource', 'unknown-column');

/** Of Dataverse's database, too: for that one its own page asks for fewer rows. */
const isTimeout = (error: unknown): boolean =>
  ['attempt-timeout', 'total-timeout'].includes(codeOf(error)) ||
  (isRefusal(error, 'database-busy') && error.dataverseCode === '0x80044151');
