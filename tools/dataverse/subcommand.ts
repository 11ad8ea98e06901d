import type { Command } from 'commander';
import type { ConnectOptions, DataverseClient, DataverseConnection } from '#lib/dataverse';

/** What a subcommand works with. */
export interface Connected {
  client: DataverseClient;
  /** Behind the client: for who asks how calls stand. */
  connection: DataverseConnection;
  /** The environment's address. */
  url: string;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
}

/** What a subcommand does once it is connected; the answer is the exit code. */
export type Work = (connected: Connected) => Promise<number>;

/** How long its calls may take and how often they are tried, where that is otherwise than a person at a terminal would wait. */
export interface Patience extends Pick<ConnectOptions, 'attemptTimeoutMs' | 'totalTimeoutMs' | 'retry'> {
  /** `shared`: that of the services, where REDIS_URL says that they share one. Default: one of its own. */
  budget?: 'shared';
}

/**
 * Adds itself to the command: a name, arguments, options, and in its action a call of `choose` with what it will do. It
 * neither reads settings nor connects, and throws what goes wrong: main.ts does the rest for all of them.
 */
export type Subcommand = (program: Command, choose: (work: Work, patience?: Patience) => void) => void;

/** What a subcommand does that speaks with no environment; the answer is the exit code. The signal aborts at Ctrl-C. */
export type StandaloneWork = (signal: AbortSignal, env: NodeJS.ProcessEnv) => Promise<number>;

/** The same for a subcommand that needs no connection. */
export type StandaloneSubcommand = (program: Command, choose: (work: StandaloneWork) => void) => void;
