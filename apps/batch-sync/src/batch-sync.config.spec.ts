import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { batchSyncConfig } from './batch-sync.config.js';

const least = {
  SYNC_AUDIENCE: randomUUID(),
  SYNC_KEY_SECRET: 'a secret of this spec',
  SYNC_CLIENT_ID: randomUUID(),
  SYNC_CLIENT_SECRET: 'a secret',
  ENTRA_TENANT_ID: randomUUID(),
  DATAVERSE_URL: 'https://contoso.crm4.dynamics.com',
  DATABASE_URL: 'postgresql://localhost/causeway',
};

describe('the settings of batch-sync', () => {
  it('run by schedule, in the lane of batches, unless they say otherwise', () => {
    expect(batchSyncConfig(least)).toMatchObject({
      port: 3040,
      runsBySchedule: true,
      closesAt: undefined,
      access: { lane: 'batch' },
    });
    expect(batchSyncConfig({ ...least, SYNC_SCHEDULE: 'off', SYNC_CLOSES_AT: '05:45' })).toMatchObject({
      runsBySchedule: false,
      closesAt: { hour: 5, minute: 45 },
    });
  });

  it.each([
    ['SYNC_SCHEDULE', 'nightly', 'must be on or off'],
    ['SYNC_CLOSES_AT', '25:00', 'must be a time in UTC such as 06:00'],
    ['SYNC_DATAVERSE_ATTEMPT_TIMEOUT_MS', '180000', 'must be below SYNC_DATAVERSE_TIMEOUT_MS'],
    ['DATAVERSE_PROCESSES', '2', 'must be 1 without REDIS_URL'],
    ['SYNC_DROP_FOLDER', '/drop', 'no such setting'],
  ])('refuse %s=%s in words', (name, value, words) => {
    expect(() => batchSyncConfig({ ...least, [name]: value })).toThrow(`${name}: ${words}`);
  });
});
