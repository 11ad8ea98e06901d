/** While a file was downloaded, another took its place: what was read is of no file. Download it again. */
export class FileChangedError extends Error {
  override readonly name = 'FileChangedError';
  readonly code = 'file-changed';

  constructor() {
    super('The file was replaced while it was downloaded.');
  }
}
