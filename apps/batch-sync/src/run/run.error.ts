/** A run was asked for what it cannot do. Says why in words for an operator. */
export class RunError extends Error {
  override readonly name = 'RunError';

  constructor(
    readonly code:
      | 'no-such-integration'
      | 'no-such-run'
      /** The integration has a run that has not ended, or begins just now; or its rows are matched with those of Dataverse. */
      | 'run-unfinished'
      /** It has ended, and is neither paused nor resumed nor cancelled any more. */
      | 'run-ended'
      /** A delivery is not complete, was applied already, or is another integration's. */
      | 'delivery-not-complete'
      /** The stages of the run are not those of the catalogue any more. */
      | 'catalogue-changed',
    message: string,
  ) {
    super(message);
  }
}
