export { DatabaseUnavailableError, isDatabaseUnavailable } from './database.errors.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/embedded-postgres.js';
export {
  EmbeddedPostgresError,
  type EmbeddedPostgresErrorCode,
  EmbeddedPostgresInUseError,
} from './embedded/embedded-postgres.errors.js';
export { migrate, type MigrateOptions } from './migrate.js';
export { type DatabaseOptions, openDatabase, openPool } from './open-database.js';
export { underLock } from './under-lock.js';
export { unhurried } from './unhurried.js';
export { waitForDatabase } from './wait-for-database.js';
