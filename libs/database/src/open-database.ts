import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { LimitedClient } from './limited.client.js';

/** What an answer may take on its way beyond the statement's own limit. */
const answerGraceMs = 5_000;

/** How to reach the database; times in milliseconds. */
export interface DatabaseOptions {
  readonly url: string;
  /** Default 10. */
  readonly maxConnections?: number;
  /** The schema that queries mean when they name none. */
  readonly schema?: string;
  /** Shown in `pg_stat_activity`, so that an operator sees who holds what. */
  readonly applicationName?: string;
  /** How long a query waits for a connection, a new one included; default 5,000. */
  readonly connectTimeoutMs?: number;
  /**
   * How long the server lets one statement run; default 30,000, 0 for no limit. An answer that has not come five
   * seconds later will not come: the server, or the way to it, has vanished without a word.
   */
  readonly statementTimeoutMs?: number;
  readonly log?: (line: string) => void;
}

/**
 * Opens a pool whose connections may be lost: a restart of the server costs the queries under way and no more
 * (see isDatabaseUnavailable); later ones find new connections. Connects at the first query.
 */
export function openDatabase<Schema>(options: DatabaseOptions): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: postgresDialect(options) });
}

/** The dialect of `openDatabase`, for classes that extend Kysely. */
export function postgresDialect(options: DatabaseOptions): PostgresDialect {
  return new PostgresDialect({ pool: openPool(options) });
}

/** A bare pg pool with the same manners. */
export function openPool({ log = () => undefined, ...options }: DatabaseOptions): pg.Pool {
  const { statementTimeoutMs = 30_000 } = options;
  const pool = new pg.Pool({
    Client: LimitedClient,
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'causeway',
    ...(options.schema !== undefined && { options: `-c search_path=${options.schema},public` }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    statement_timeout: statementTimeoutMs,
    ...(statementTimeoutMs > 0 && { query_timeout: statementTimeoutMs + answerGraceMs }),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Without a listener a lost idle connection would end the process. The pool itself drops and replaces it.
  pool.on('error', (error) => {
    log(`a database connection was lost (${codeOf(error)})`);
  });
  // A connection that is in use tells its loss to its query; this listener only keeps the event from being fatal.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
