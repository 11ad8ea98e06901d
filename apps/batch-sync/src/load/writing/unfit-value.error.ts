import { MappingError } from '#lib/dataverse';

/** A value of a row cannot stand in its column. The message names columns, and never the value. */
export class UnfitValueError extends MappingError {
  override readonly name = 'UnfitValueError';

  constructor(message: string) {
    super('unfit-value', message);
  }
}
