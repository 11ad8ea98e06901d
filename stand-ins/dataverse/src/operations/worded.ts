import { DataverseError } from '../errors.js';
import { header } from './header.js';
import type { Context, WebApiRequest } from './request.js';

/** ConcurrencyVersionMismatch, DuplicateRecord, ObjectDoesNotExist: what a condition can come to. */
const CONDITION_CODES = ['0x80060882', '0x80040237', '0x80040217'];

/** An error in the words of the organisation, where pages and recordings of the service differ. */
export function worded({ unknowns }: Context, request: WebApiRequest, error: unknown): unknown {
  if (!(error instanceof DataverseError)) return error;
  const { status, code, message, headers } = error;
  const isUnnamed =
    unknowns.conditionCodes === 'empty' && CONDITION_CODES.includes(code) && isConditional(request);
  const text = unknowns.nameInNotFound === 'logicalName' ? message.replace(SCHEMA_NAME, lowerCase) : message;
  return new DataverseError(status, isUnnamed ? '' : code, text, headers);
}

const SCHEMA_NAME = /^\w+(?= With Id = )/;
const lowerCase = (name: string) => name.toLowerCase();

const isConditional = (request: WebApiRequest) =>
  ['if-match', 'if-none-match'].some((name) => (header(request, name) ?? 'null') !== 'null');
