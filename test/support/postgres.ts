import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { freshDatabase, type TestDatabase } from './fresh-database.js';

/** Makes a fresh, empty database in the PostgreSQL of this run; drop it in `afterAll`. */
export const createTestDatabase = (): Promise<TestDatabase> =>
  freshDatabase(inject('postgresUrl'), `test_${randomBytes(8).toString('hex')}`);
