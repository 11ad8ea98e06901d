import type { HttpResponse } from '#lib/http';
import { BatchAnswerError } from './batch-answer-error.js';
import type { ItemAnswer, PartAnswer } from './read-batch.js';

/** The answer to the batch as a whole, and how it was asked for. */
interface AskedFor {
  response: HttpResponse;
  continueOnError: boolean;
}

/**
 * Without continue-on-error the answers end at the first failure, whose status is the status of the whole
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api#handling-errors).
 *
 * @throws BatchAnswerError when the answers do not fit so many items
 */
export function checkAnswersFit(items: number, answers: readonly ItemAnswer[], asked: AskedFor): void {
  if (!isWhole(items, answers, asked) && !endsAtFailure(items, answers, asked)) {
    throw new BatchAnswerError('the answers do not fit the operations.');
  }
}

/** A failure of the whole must be found in a part. */
const isWhole = (items: number, answers: readonly ItemAnswer[], { response }: AskedFor): boolean =>
  answers.length === items && (response.status < 400 || answers.some(hasFailed));

function endsAtFailure(
  items: number,
  answers: readonly ItemAnswer[],
  { response, continueOnError }: AskedFor,
): boolean {
  const last = answers.at(-1);
  const mayEnd = !continueOnError || response.status >= 400;
  return mayEnd && answers.length < items && last !== undefined && hasFailed(last);
}

/** The parts of an answer: one, or those to a change set. */
export const partsOf = (answer: ItemAnswer): readonly PartAnswer[] =>
  'status' in answer ? [answer] : answer;

export const isFailure = ({ status }: PartAnswer): boolean => status >= 400;

const hasFailed = (answer: ItemAnswer): boolean => partsOf(answer).some(isFailure);
