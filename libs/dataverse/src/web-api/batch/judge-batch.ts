import type { HttpResponse } from '#lib/http';
import { dataverseErrorOf } from '../../errors/dataverse-error.js';
import { BatchAnswerError } from './batch-answer-error.js';
import {
  type BatchItem,
  type BatchOperation,
  type ChangeSetOperation,
  operationsOf,
} from './batch-operation.js';
import type { OperationResult } from './operation-result.js';
import type { ItemAnswer, PartAnswer } from './read-batch.js';

/** The answer to the batch as a whole, and how it was asked for. */
export interface BatchExchange {
  /** The batch's name. */
  operation: string;
  response: HttpResponse;
  continueOnError: boolean;
}

/**
 * What became of each operation, in their order. A status of 200 for the whole proves nothing, so every part is judged by
 * itself. Without continue-on-error the answers end at the first failure, whose status is the status of the whole
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#handling-errors).
 *
 * @throws BatchAnswerError when the answers do not fit the operations
 */
export function judgeBatch(
  items: readonly BatchItem[],
  answers: readonly ItemAnswer[],
  exchange: BatchExchange,
): OperationResult[] {
  if (!isWhole(items, answers, exchange) && !endsAtFailure(items, answers, exchange)) {
    throw new BatchAnswerError('the answers do not fit the operations.');
  }
  return items.flatMap((item, at) => judgeItem(item, answers[at], exchange));
}

type Answers = readonly ItemAnswer[];

/** A failure of the whole must be found in a part. */
const isWhole = (items: readonly BatchItem[], answers: Answers, { response }: BatchExchange): boolean =>
  answers.length === items.length && (response.status < 400 || answers.some(hasFailed));

function endsAtFailure(
  items: readonly BatchItem[],
  answers: Answers,
  { response, continueOnError }: BatchExchange,
): boolean {
  const last = answers.at(-1);
  const mayEnd = !continueOnError || response.status >= 400;
  return mayEnd && answers.length < items.length && last !== undefined && hasFailed(last);
}

const partsOf = (answer: ItemAnswer): readonly PartAnswer[] => ('status' in answer ? [answer] : answer);

const isFailure = ({ status }: PartAnswer): boolean => status >= 400;

const hasFailed = (answer: ItemAnswer): boolean => partsOf(answer).some(isFailure);

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
  const error = errorOf(failed?.operation ?? exchange.operation, failure, exchange, failed?.table);
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
  return { outcome: 'refused', error: errorOf(operation.operation, part, exchange, operation.table) };
}

const errorOf = (name: string, part: PartAnswer, exchange: BatchExchange, table: BatchOperation['table']) =>
  dataverseErrorOf(name, responseOf(part, exchange), Date.now(), table);

const responseOf = ({ status, headers, body }: PartAnswer, { response }: BatchExchange): HttpResponse => ({
  status,
  headers,
  body,
  durationMs: response.durationMs,
});
