/** What can be wrong with a lake. Reading it again mends none of it. */
export type LakeErrorCode =
  /** No changelog.info, or it names no folder: nobody knows which folders are complete. */
  | 'lake-changelog-missing'
  /** What describes a folder is no description, or lacks a table that has rows there. */
  | 'lake-model-unreadable'
  /** A file is no CSV. */
  | 'lake-file-malformed'
  /** A line ends before IsDelete: it was cut off. */
  | 'lake-row-too-narrow'
  /** A line has more cells than the description has columns, so nobody knows which cell is which. */
  | 'lake-row-too-wide'
  /** A cell is not what its column's type says. */
  | 'lake-value-unreadable';

/** A place in the lake. */
export interface LakePlace {
  /** Below the container. */
  file: string;
  /** From 1. */
  line?: number;
  column?: string;
}

/** The lake cannot be read; says where, and never what stands there, for that is people's data. */
export class LakeError extends Error {
  override readonly name = 'LakeError';

  constructor(
    readonly code: LakeErrorCode,
    readonly place: LakePlace,
    options?: ErrorOptions,
  ) {
    const { file, line, column } = place;
    const where = [file, line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(', ');
    super(`The lake cannot be read: ${code} (${where}).`, options);
  }
}
