import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/**
 * One PostgreSQL for the whole run: that of TEST_DATABASE_URL, or an embedded one in a folder that is removed at the
 * end. Each spec makes its own database in it (`createTestDatabase`).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') {
    project.provide('postgresUrl', given);
    return () => Promise.resolve();
  }
  const directory = await mkdtemp(join(tmpdir(), 'causeway-test-'));
  if (process.getuid?.() === 0) await chown(directory, 65534, 65534);
  // Global set-up runs outside of the specs' resolver: it finds #lib only in what the build, which runs first, has made.
  const { startEmbeddedPostgres } = await import('../../libs/database/src/index.js');
  const postgres = await startEmbeddedPostgres({ directory, durable: false });
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
