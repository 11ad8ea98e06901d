/** What was asked at the control door makes no sense: answered 400 with this sentence. */
export class ControlError extends Error {
  override name = 'ControlError';
}
