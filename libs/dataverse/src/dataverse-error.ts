import { type HttpResponse, retryAfterMs } from '#lib/http';
import { accountTable } from './account.table.js';
import { annotationTable } from './annotation.table.js';
import { contactTable } from './contact.table.js';
import { incidentTable } from './incident.table.js';
import type { Table } from './table.js';

/** What Dataverse refused, in our words. */
export type DataverseErrorCode =
  | 'duplicate-row'
  | 'duplicate-key'
  | 'duplicate-detected'
  | 'row-not-found'
  | 'version-mismatch'
  | 'row-exists'
  | 'invalid-row'
  | 'text-too-long'
  | 'choice-out-of-range'
  | 'invalid-state'
  | 'refused-by-plug-in'
  | 'not-authenticated'
  | 'not-permitted'
  | 'unknown-resource'
  | 'unknown-column'
  | 'too-large'
  | 'throttled'
  | 'database-busy'
  | 'unavailable'
  | 'refused'
  | 'unexpected-answer';

/**
 * `never`: the same request will be refused again. `safe`: a repeatable request may be sent again. `after-wait`: the row is
 * not at fault; it will pass when the limit allows it, or when somebody has mended a permission or the tables.
 */
export type RetryClass = 'never' | 'safe' | 'after-wait';

/** A refusal of Dataverse. The message holds codes only, since Dataverse's own text may repeat what was sent. */
export class DataverseError extends Error {
  override readonly name = 'DataverseError';
  readonly code: DataverseErrorCode;
  readonly status: number;
  /** Such as `0x80040237`; empty when the answer was not Dataverse's (a gateway's HTML page). */
  readonly dataverseCode: string;
  readonly retry: RetryClass;
  readonly retryAfterMs: number | undefined;
  /** The column that Dataverse complains of, where it names one. */
  readonly column: string | undefined;

  constructor(
    readonly operation: string,
    refusal: Pick<DataverseError, 'code' | 'status' | 'dataverseCode' | 'retry' | 'retryAfterMs' | 'column'>,
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
  }
}

type Meaning = readonly [DataverseErrorCode, RetryClass];

/** learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes */
const byDataverseCode: Record<string, Meaning> = {
  '0x80040237': ['duplicate-row', 'never'],
  '0x80060892': ['duplicate-key', 'never'],
  '0x80040333': ['duplicate-detected', 'never'],
  '0x80040217': ['row-not-found', 'never'],
  '0x80060891': ['row-not-found', 'never'],
  '0x80060882': ['version-mismatch', 'never'],
  '0x80044331': ['text-too-long', 'never'],
  '0x8004431a': ['choice-out-of-range', 'never'],
  '0x80048408': ['invalid-state', 'never'],
  '0x80040265': ['refused-by-plug-in', 'never'],
  // A table, or an alternate key, that this environment has not yet.
  '0x8006088a': ['unknown-resource', 'after-wait'],
  '0x80060890': ['unknown-resource', 'after-wait'],
  '0x80040220': ['not-permitted', 'after-wait'],
  '0x80048306': ['not-permitted', 'after-wait'],
  '0x80072560': ['not-permitted', 'after-wait'],
  '0x80044150': ['database-busy', 'safe'],
  '0x80044151': ['database-busy', 'safe'],
};

const byStatus: Record<number, Meaning> = {
  400: ['invalid-row', 'never'],
  401: ['not-authenticated', 'after-wait'],
  403: ['not-permitted', 'after-wait'],
  404: ['unknown-resource', 'after-wait'],
  408: ['unavailable', 'safe'],
  412: ['row-exists', 'never'],
  413: ['too-large', 'never'],
  429: ['throttled', 'after-wait'],
};

/** What an answer outside 2xx means; its body may be anything, a gateway's page of HTML included. */
export function dataverseErrorOf(operation: string, response: HttpResponse, nowMs: number): DataverseError {
  const { status, headers, body } = response;
  const { code: dataverseCode, message } = errorIn(body);
  const [code, retry] = meaningOf(status, dataverseCode.toLowerCase(), message);
  return new DataverseError(operation, {
    code,
    status,
    dataverseCode,
    retry,
    retryAfterMs: retryAfterMs(headers, nowMs),
    column: columnIn(message),
  });
}

/** A 500 that says that the database had no time, which Dataverse's own clients try again. */
export const isDatabaseBusy = ({ status, body }: HttpResponse): boolean =>
  status === 500 && byDataverseCode[errorIn(body).code.toLowerCase()]?.[0] === 'database-busy';

/** Dataverse's code in an error's body; empty when there is none. */
export function errorIn(body: string): { code: string; message: string } {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: unknown; message?: unknown } };
    return { code: textOr(error?.code), message: textOr(error?.message) };
  } catch {
    return { code: '', message: '' };
  }
}

/** Only Dataverse can refuse a row for good; an answer without a code of its own comes from somebody in between. */
function meaningOf(status: number, dataverseCode: string, message: string): Meaning {
  const general = byStatus[status] ?? byClass(status);
  // Whatever code stands in a 429, and whoever finds a body too large: it stays so.
  if (status === 429 || status === 413) return general;
  if (/^0x[0-9a-f]{1,8}$/.test(dataverseCode)) {
    return byDataverseCode[dataverseCode] ?? (isColumnMissing(message) ? columnMissing : general);
  }
  const [code, retry] = general;
  return [status === 400 ? 'unexpected-answer' : code, retry === 'never' ? 'after-wait' : retry];
}

/** No row is at fault for it: the schema has not reached this environment. */
const columnMissing: Meaning = ['unknown-column', 'after-wait'];

/** A column, or a lookup that is bound, which the table does not have; their codes stand for other mistakes, too. */
const isColumnMissing = (message: string): boolean =>
  /(?:Invalid property '\w+' was found in entity|find a property named '\w+' on type|undeclared property '\w+' which only has)/.test(
    message,
  );

/** An answer below 400 that was not expected is that of a gateway or a portal in between, and says nothing of the row. */
function byClass(status: number): Meaning {
  if (status >= 500) return ['unavailable', 'safe'];
  return status >= 400 ? ['refused', 'never'] : ['unexpected-answer', 'after-wait'];
}

const textOr = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Only a column that a table map names is told: any other word of the text may be somebody's. */
function columnIn(message: string): string | undefined {
  const [, name] =
    /(?:length of the|attribute|Invalid property|property named|undeclared property) '([A-Za-z0-9_]{1,100})'/.exec(
      message,
    ) ?? [];
  return name !== undefined && mappedColumns.has(name) ? name : undefined;
}

const mappedColumns = new Set(
  [accountTable, contactTable, incidentTable, annotationTable].flatMap(({ primaryId, columns }: Table) => [
    primaryId,
    ...Object.values(columns).map(({ column }) => column),
  ]),
);
