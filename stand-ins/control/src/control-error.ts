/** What was asked at the control door makes no sense, or cannot be had: answered with this sentence. */
export class ControlError extends Error {
  override name = 'ControlError';

  constructor(
    message: string,
    readonly statusCode: 400 | 501 = 400,
  ) {
    super(message);
  }
}
