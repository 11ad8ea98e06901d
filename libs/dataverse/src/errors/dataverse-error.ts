import { type HttpResponse, retryAfterMs } from '#lib/http';
import { columnIn, errorIn } from './error-body.js';
import { type DataverseErrorCode, meaningOf, meansDatabaseBusy, type RetryClass } from './error-meaning.js';
import type { Table } from '../table-map/table.js';

/**
 * A refusal of Dataverse. The message holds codes only, since Dataverse's own text may repeat what was sent; so `words` is
 * neither printed nor written to JSON with the error.
 */
export class DataverseError extends Error {
  override readonly name = 'DataverseError';
  readonly code: DataverseErrorCode;
  readonly status: number;
  /** Such as `0x80040237`; empty when the answer was not Dataverse's (a gateway's HTML page). */
  readonly dataverseCode: string;
  readonly retry: RetryClass;
  readonly retryAfterMs: number | undefined;
  /** The column that Dataverse complains of, where it names one of the table's. */
  readonly column: string | undefined;
  readonly #words: string;

  constructor(
    readonly operation: string,
    refusal: Pick<DataverseError, 'code' | 'status' | 'dataverseCode' | 'retry' | 'retryAfterMs' | 'column'>,
    words = '',
  ) {
    const { code, status, dataverseCode, column } = refusal;
    const about = [status, dataverseCode, column].filter(Boolean).join(' ');
    super(`Dataverse refused ${operation}: ${code} (${about}).`);
    this.code = code;
    this.status = status;
    this.dataverseCode = dataverseCode;
    this.retry = refusal.retry;
    this.retryAfterMs = refusal.retryAfterMs;
    this.column = column;
    this.#words = words;
  }

  /** Dataverse's own text, for whoever mends the row; it may hold personal data. Empty when there was none. */
  get words(): string {
    return this.#words;
  }
}

/**
 * What an answer means that was not expected; its body may be anything, a gateway's page of HTML included. `asksForVersion`
 * says that the request was for one version of a row: then a 412 without a code means that it has another.
 */
export function dataverseErrorOf(
  operation: string,
  response: HttpResponse,
  nowMs: number,
  table?: Table,
  asksForVersion?: boolean,
): DataverseError {
  const { status, headers, body } = response;
  const { code: dataverseCode, message } = errorIn(body);
  const [code, retry] = meaningOf(status, dataverseCode.toLowerCase(), message, asksForVersion);
  const refusal = {
    code,
    status,
    dataverseCode,
    retry,
    retryAfterMs: retryAfterMs(headers, nowMs),
    column: columnIn(message, table),
  };
  return new DataverseError(operation, refusal, message);
}

/** A 500 that says that the database had no time. */
export const isDatabaseBusy = ({ status, body }: HttpResponse): boolean =>
  status === 500 && meansDatabaseBusy(errorIn(body).code.toLowerCase());

/** Whether an error is Dataverse's refusal with one of these codes. */
export const isRefusal = (error: unknown, ...codes: DataverseErrorCode[]): error is DataverseError =>
  error instanceof DataverseError && codes.includes(error.code);
