/** A source gave more or fewer bytes than was told. Nothing of the file is there. */
export class FileSourceError extends Error {
  override readonly name = 'FileSourceError';

  constructor(readonly code: 'source-too-long' | 'source-too-short') {
    super(`The source of a file is not as long as was told: ${code}.`);
  }
}
