/** Rows cannot be matched. Says why in words for an operator; nothing was written. */
export class AdoptError extends Error {
  override readonly name = 'AdoptError';

  constructor(
    readonly code:
      /** The catalogue does not say by which columns. */
      | 'not-adoptable'
      /** A run of the integration has not ended, which makes rows meanwhile. */
      | 'run-unfinished'
      /** What is delivered would not be accepted as it is. */
      | 'delivery-refused',
    message: string,
  ) {
    super(message);
  }
}
