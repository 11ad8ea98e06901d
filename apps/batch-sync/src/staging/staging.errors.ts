/** Staging was asked for what it cannot do, or the catalogue asks for it. Nothing was changed. */
export class StagingError extends Error {
  override readonly name = 'StagingError';

  constructor(
    readonly code: 'delivery-not-complete' | 'entity-key-twice' | 'entity-column-name',
    message: string,
  ) {
    super(message);
  }
}
