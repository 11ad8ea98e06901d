import type { HttpResponse } from '#lib/http';
import { type DataverseError, dataverseErrorOf } from '../../errors/dataverse-error.js';
import { asksForVersion } from '../web-api-request.js';
import { checkAnswersFit, isFailure, partsOf } from './answers-fit.js';
import { BatchAnswerError } from './batch-answer-error.js';
import {
  type BatchItem,
  type BatchOperation,
  type ChangeSetOperation,
  operationsOf,
} from './batch-operation.js';
import type { OperationResult } from './operation-result.js';
import type { ItemAnswer, PartAnswer } from './read-batch.js';

/** What an error tells of the request. */
type Asked = Pick<BatchOperation, 'operation' | 'headers' | 'table'>;

/** The answer to the batch as a whole, and how it was asked for. */
export interface BatchExchange {
  /** The batch's name. */
  operation: string;
  response: HttpResponse;
  continueOnError: boolean;
}

/**
 * What became of each operation, in their order. A status of 200 for the whole proves nothing, so every part is judged by
 * itself.
 *
 * @throws BatchAnswerError when the answers do not fit the operations
 */
export function judgeBatch(
  items: readonly BatchItem[],
  answers: readonly ItemAnswer[],
  exchange: BatchExchange,
): OperationResult[] {
  checkAnswersFit(items.length, answers, exchange);
  return items.flatMap((item, at) => judgeItem(item, answers[at], exchange));
}

function judgeItem(
  item: BatchItem,
  answer: ItemAnswer | undefined,
  exchange: BatchExchange,
): OperationResult[] {
  const operations = operationsOf(item);
  if (!answer) return operations.map(() => ({ outcome: 'not-executed' }));
  const parts = partsOf(answer);
  const failure = parts.find(isFailure);
  if ('changeSet' in item && failure) return takenBack(item.changeSet, failure, exchange);
  const sorted = inOrderOf(operations, parts);
  return operations.map((operation, at) => judge(operation, sorted[at] as PartAnswer, exchange));
}

/** One error stands for the whole change set; its Content-ID, if it has one, says whose it is. */
function takenBack(
  operations: readonly ChangeSetOperation[],
  failure: PartAnswer,
  exchange: BatchExchange,
): OperationResult[] {
  const failed = operations.find((operation) => isAnswerTo(operation, failure));
  const error = errorOf(failed ?? exchange, failure, exchange);
  return operations.map((operation) => ({
    outcome: operation === failed ? 'refused' : 'rolled-back',
    error,
  }));
}

/** By Content-ID where the parts have it, since a change set has no order; else as they came. */
function inOrderOf(
  operations: readonly (BatchOperation | ChangeSetOperation)[],
  parts: readonly PartAnswer[],
): readonly PartAnswer[] {
  if (parts.length !== operations.length) {
    throw new BatchAnswerError('a change set has not as many answers as operations.');
  }
  const found = operations.flatMap((operation) => parts.find((part) => isAnswerTo(operation, part)) ?? []);
  return found.length === parts.length ? found : parts;
}

const isAnswerTo = (operation: BatchOperation | ChangeSetOperation, { contentId }: PartAnswer): boolean =>
  'contentId' in operation && String(operation.contentId) === contentId;

function judge(operation: BatchOperation, part: PartAnswer, exchange: BatchExchange): OperationResult {
  if (operation.expect.includes(part.status)) {
    return { outcome: 'answered', response: responseOf(part, exchange) };
  }
  return { outcome: 'refused', error: errorOf(operation, part, exchange) };
}

const errorOf = (asked: Asked, part: PartAnswer, exchange: BatchExchange): DataverseError =>
  dataverseErrorOf(
    asked.operation,
    responseOf(part, exchange),
    Date.now(),
    asked.table,
    asksForVersion(asked),
  );

const responseOf = ({ status, headers, body }: PartAnswer, { response }: BatchExchange): HttpResponse => ({
  status,
  headers,
  body,
  durationMs: response.durationMs,
});
