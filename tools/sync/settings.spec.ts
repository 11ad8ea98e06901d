import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servicesFile } from '../launcher/services-file.js';
import { syncSettings } from './settings.js';

const settings = {
  SYNC_AUDIENCE: randomUUID(),
  SYNC_KEY_SECRET: 'a secret of this spec',
  SYNC_CLIENT_ID: randomUUID(),
  SYNC_CLIENT_SECRET: 'a secret',
  ENTRA_TENANT_ID: randomUUID(),
  DATAVERSE_URL: 'http://127.0.0.1:9010',
  DATABASE_URL: 'postgresql://localhost/laptop',
};

describe('the settings of the sync command', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-settings-'));
    file = join(folder, 'services.env');
    await servicesFile(file, settings);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are those of the npm start that runs here, with what the environment says beside them', async () => {
    expect(await syncSettings({ SYNC_WORKERS: '3' }, file)).toMatchObject({
      databaseUrl: 'postgresql://localhost/laptop',
      workers: 3,
    });
  });

  it('are those of the environment alone once it names a place: nothing is mixed', async () => {
    const { SYNC_KEY_SECRET: _, ...others } = settings;
    await expect(syncSettings(others, file)).rejects.toThrow('SYNC_KEY_SECRET: must be set');
    const elsewhere = { ...settings, DATABASE_URL: 'postgresql://elsewhere/causeway' };
    expect(await syncSettings(elsewhere, file)).toMatchObject({ databaseUrl: elsewhere.DATABASE_URL });
  });

  it('are told to be missing in words', async () => {
    await expect(syncSettings({}, join(folder, 'none'))).rejects.toThrow('run npm start in another terminal');
  });
});
