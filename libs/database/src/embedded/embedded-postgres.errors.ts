/** What can go wrong with the embedded PostgreSQL; the message says in words what to do. */
export type EmbeddedPostgresErrorCode =
  | 'binaries-missing'
  | 'not-reachable'
  | 'initdb-failed'
  | 'other-version'
  | 'start-failed'
  | 'stop-failed'
  | 'in-use';

/** The embedded PostgreSQL cannot be had; `code` is stable, the message is for people. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Another living process owns this data directory; `holderPid` is its process id where known. */
export class EmbeddedPostgresInUseError extends EmbeddedPostgresError {
  override readonly name = 'EmbeddedPostgresInUseError';

  constructor(
    readonly directory: string,
    readonly holderPid: number | undefined,
  ) {
    const holder = holderPid === undefined ? 'another process' : `the process with id ${String(holderPid)}`;
    super(
      'in-use',
      `The database in ${directory} is in use by ${holder}. Stop it first, or take another directory.`,
    );
  }
}
