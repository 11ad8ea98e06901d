import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProgram } from '../../test/support/child-process.js';
import { freePort } from '../../test/support/free-port.js';
import { createTestDatabase } from '../../test/support/postgres.js';

describe('npm start', { timeout: 60_000 }, () => {
  let directory: string;
  let ports: Record<
    'INTAKE_PORT' | 'SHAREPOINT_PORT' | 'SYNC_PORT' | 'DATAVERSE_PORT' | 'ENTRA_PORT',
    string
  >;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'causeway-start-'));
    const free = async () => String(await freePort());
    ports = {
      INTAKE_PORT: await free(),
      SHAREPOINT_PORT: await free(),
      SYNC_PORT: await free(),
      DATAVERSE_PORT: await free(),
      ENTRA_PORT: await free(),
    };
  });
  afterEach(() => rm(directory, { recursive: true }));

  const outcomeOf = async (env: NodeJS.ProcessEnv) => {
    const args = ['dist/tools/start/main.js', '--directory', directory];
    const program = startProgram(process.execPath, args, { ...ports, ...env });
    const [code] = (await once(program.child, 'exit')) as [number | null];
    return { code, said: program.output() };
  };

  it('ends soon, and says why once, when a service cannot start', async () => {
    const redis = `redis://127.0.0.1:${await freePort()}`;
    const beganAt = Date.now();
    const { code, said } = await outcomeOf({ REDIS_URL: redis });
    expect(code).toBe(1);
    expect(Date.now() - beganAt).toBeLessThan(30_000);
    expect(said).toMatch(/^The budget is shared by several processes, and its Redis .* cannot be used/m);
    expect(await readFile(join(directory, 'causeway.log'), 'utf8')).not.toContain('"stack"');
  });

  it.each(['INTAKE_PORT', 'ENTRA_PORT'] as const)(
    'names the setting of a port that is taken: %s',
    async (name) => {
      const other = createServer().listen(Number(ports[name]), '127.0.0.1');
      await once(other, 'listening');
      const database = await createTestDatabase();
      const { code, said } = await outcomeOf({ DATABASE_URL: database.url });
      await database.drop();
      other.close();
      expect(code).toBe(1);
      expect(said).toMatch(
        new RegExp(`^Port ${ports[name]} on 127.0.0.1 is in use .*${name} can be another one\\.$`, 'm'),
      );
      expect(await readFile(join(directory, 'causeway.log'), 'utf8')).not.toContain('"stack"');
    },
  );
});
