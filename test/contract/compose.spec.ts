import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, startProgram, type Started } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';
import { createTestDatabase } from '../support/postgres.js';
import { hasRedis, needsRedis } from '../support/redis.js';
import { composeServices } from './compose-file.js';

const services = composeServices('docker-compose.yml');

describe('docker-compose.yml', () => {
  const started: Started[] = [];
  const ports = new Map<string, number>();
  const data = mkdtempSync(join(tmpdir(), 'causeway-compose-'));
  let database: Awaited<ReturnType<typeof createTestDatabase>>;

  beforeAll(async () => {
    database = await createTestDatabase();
    for (const port of ['9030', '9010', '3010', '3030', '3040', '6379']) ports.set(port, await freePort());
  });

  afterAll(async () => {
    for (const program of started.reverse()) await program.stop();
    await database.drop();
    rmSync(data, { recursive: true, force: true });
  });

  /** What compose's network and volumes would provide, on this machine. */
  const here = (text: string): string =>
    text
      .replace(/^postgresql:.*/, database.url)
      .replace(/^\/data\b/, data)
      .replace('0.0.0.0', '127.0.0.1')
      .replace(/^redis:.*/, (url) => (hasRedis ? url : ''))
      .replace(/\/\/(entra|dataverse|redis):/, '//127.0.0.1:')
      .replace(/\b(9030|9010|3010|3030|3040|6379)$/, (port) => String(ports.get(port)));

  function startService(name: string): Started {
    const { command = [], environment = {} } = services[name] ?? {};
    const [program = '', ...args] = command.map(here);
    const env = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, here(value)]));
    const running = startProgram(program, args, env);
    started.push(running);
    return running;
  }

  const answers = async (port: string, path: string) => {
    const response = await fetch(`http://127.0.0.1:${ports.get(port)}${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  };

  it('is valid by the compose specification, and keeps to the rules of the linter', () => {
    expect(() =>
      execFileSync('npx', ['dclint', 'docker-compose.yml', '--max-warnings', '0'], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('has every app that is a service, every stand-in, PostgreSQL and Redis', () => {
    const standIns = readdirSync('stand-ins').filter(
      (name) => existsSync(join('stand-ins', name, 'src', 'index.ts')) && name !== 'control',
    );
    const apps = readdirSync('apps').filter((name) => existsSync(join('apps', name, 'src', 'main.ts')));
    const expected = [...apps, ...standIns, 'postgres', 'redis'];
    expect(Object.keys(services).sort()).toEqual(expected.sort());
  });

  it('starts the stand-ins by their command lines', async () => {
    const entra = startService('entra');
    await eventually(() => answers('9030', '/_control/stats'), entra);
    const dataverse = startService('dataverse');
    await eventually(() => answers('9010', '/_control/stats'), dataverse);
  });

  it.runIf(hasRedis)(`starts Redis by its command line ${needsRedis}`, async () => {
    const port = Number(ports.get('6379'));
    const [program = '', ...args] = services['redis']?.command ?? [];
    const server = startProgram(program, [...args, '--port', String(port), '--bind', '127.0.0.1'], {}, data);
    started.push(server);
    const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => 50 });
    redis.on('error', () => undefined);
    await eventually(async () => expect(await redis.ping()).toBe('PONG'), server);
    redis.disconnect();
  });

  it('starts website-intake by its command line and environment, ready to serve', async () => {
    await eventually(() => answers('3010', '/health/ready'), startService('website-intake'));
  });

  it('starts sharepoint by its command line and environment, ready to serve', async () => {
    await eventually(() => answers('3030', '/health/ready'), startService('sharepoint'));
  });

  it('starts batch-sync by its command line and environment, ready to serve', async () => {
    await eventually(() => answers('3040', '/health/ready'), startService('batch-sync'));
  });

  it('ends every service in order at SIGTERM', async () => {
    for (const program of started.splice(0).reverse())
      expect([await program.stop(), program.output()]).toEqual([0, expect.any(String)]);
  });
});
