import { TotalTimeoutError, TransportError } from '#lib/http';
import { BudgetDeadlineError, CircuitOpenError } from '#lib/resilience';
import { DataverseError } from '../errors/dataverse-error.js';
import { BatchAnswerError } from '../web-api/batch/batch-answer-error.js';

/** What a failure of a call with many rows says of them. */
export type Trouble =
  /** Some row in it is refused for what it is. */
  | 'row'
  /** It is too much at once. */
  | 'too-large'
  /** Nothing was done, for want of budget: it will be, in a while. */
  | 'no-room'
  /** Nothing was done, and nothing is wrong with it: Dataverse was not reached, or not for now. */
  | 'not-done'
  /** Nothing was done, for want of a right, a message, a table or a column: as a rule somebody has to mend it. */
  | 'not-ready'
  /** Perhaps it was done. */
  | 'unknown'
  /** It is no error of a call, such as the caller's abort. Perhaps it was done. */
  | 'unforeseen';

/** What this failure says. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof DataverseError) return troubleOfRefusal(error);
  if (error instanceof TransportError) return error.outcome === 'not-sent' ? 'not-done' : 'unknown';
  if (error instanceof BudgetDeadlineError) return 'no-room';
  if (error instanceof CircuitOpenError || isTokenUnavailable(error)) return 'not-done';
  if (error instanceof TotalTimeoutError || error instanceof BatchAnswerError) return 'unknown';
  return 'unforeseen';
}

/** Statuses whose refusal may be one row's. Others are never looked into: they say nothing of the rows. */
const rowStatuses = [400, 404, 412];

/** A row may be too large, or held on to by others. */
const troubleOfRefusal = ({ status, code, retry }: DataverseError): Trouble => {
  if (code === 'too-large') return 'too-large';
  if (code === 'throttled') return 'no-room';
  // The page of somebody in between, who has not let it through.
  if (status === 401 || (status >= 400 && code === 'unexpected-answer')) return 'not-done';
  if (rowStatuses.includes(status) && retry === 'never') return 'row';
  if (code === 'row-in-use') return 'row';
  if (code === 'not-supported') return 'not-ready';
  return status >= 400 && status < 500 && status !== 408 ? 'not-ready' : 'unknown';
};

/** See `AccessTokenSource`: no token for now, so nothing was sent. */
const isTokenUnavailable = (error: unknown): boolean => codeOf(error) === 'token-unavailable';

/** What a failure is called, for whoever reads what was tried. */
export const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
};
