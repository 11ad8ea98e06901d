/** Another note has this GUID. It was left as it is. */
export class NoteExistsError extends Error {
  override readonly name = 'NoteExistsError';
  readonly code = 'note-exists';

  constructor() {
    super('Another note has this GUID.');
  }
}
