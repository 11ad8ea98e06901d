import { DataverseError } from '#lib/dataverse';

/** Dataverse could not be read, for this cause. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';

  constructor(cause: unknown) {
    super('Dataverse could not be read.', { cause });
  }

  /** Whether it may be read another time, since not even Dataverse itself has refused it for good. */
  get isPassing(): boolean {
    return !(this.cause instanceof DataverseError && this.cause.retry === 'never');
  }
}
