/**
 * Thrown by a handler when no repetition can help: the event is parked with this code and message, seen by people
 * and replayed when the cause is mended. Both are stored and shown, so compose the message of constants and codes,
 * never of what somebody wrote.
 */
export class PermanentRefusal extends Error {
  override readonly name = 'PermanentRefusal';

  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
