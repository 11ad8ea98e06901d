/** A value of a row cannot stand in its column. The message names columns, and never the value. */
export class UnfitValueError extends TypeError {
  override readonly name = 'UnfitValueError';
  readonly code = 'unfit-value';
}
