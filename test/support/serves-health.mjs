// Starts what `npx nest build website-intake` has built, and asks it whether it lives. Part of CI.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const { startEmbeddedPostgres } = await import('#lib/database');
const { mkdtemp, rm } = await import('node:fs/promises');
const { tmpdir } = await import('node:os');
const { join } = await import('node:path');

const directory = await mkdtemp(join(tmpdir(), 'causeway-nest-build-'));
const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
const port = 39_010;
const service = spawn('node', ['dist/apps/website-intake/src/main.js'], {
  stdio: 'inherit',
  env: {
    PATH: process.env.PATH,
    DATABASE_URL: postgres.url,
    INTAKE_PORT: String(port),
    INTAKE_AUDIENCE: 'a9100000-0000-4000-8000-000000000001',
    INTAKE_CLIENT_ID: 'c1100000-0000-4000-8000-000000000001',
    INTAKE_CLIENT_SECRET: 'of no use here',
    INTAKE_REPORTER_SECRET: 'sixteen characters or more',
    ENTRA_TENANT_ID: '7e1a0000-0000-4000-8000-000000000001',
    DATAVERSE_URL: 'http://127.0.0.1:9',
  },
});
try {
  await lives(Date.now() + 30_000);
  console.log('/health/live: ok');
} finally {
  service.kill('SIGTERM');
  await once(service, 'exit');
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}

async function lives(giveUpAt) {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > giveUpAt || service.exitCode !== null)
      throw new Error('The built service does not serve /health/live.');
    await sleep(100);
  }
}
