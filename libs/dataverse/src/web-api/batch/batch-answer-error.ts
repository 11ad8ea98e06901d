/**
 * The answer to a batch breaks off, or does not fit what was sent. What became of the operations is unknown, so they are to be
 * treated like those of a call without an answer.
 */
export class BatchAnswerError extends Error {
  override readonly name = 'BatchAnswerError';
  readonly code = 'unreadable-batch-answer';
  readonly outcome = 'unknown';

  /** `reason` is a sentence of ours: no text of the answer, which may hold what was sent. */
  constructor(reason: string) {
    super(`What became of the batch is unknown: ${reason}`);
  }
}
