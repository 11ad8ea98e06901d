import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '#lib/config';
import { checkDataverseSettings, dataverseEnvironment, dataverseSettings } from './service-settings.js';

const least = {
  ENTRA_TENANT_ID: randomUUID(),
  DATAVERSE_URL: 'https://contoso.crm4.dynamics.com',
};
const schema = z
  .object(dataverseSettings)
  .superRefine(checkDataverseSettings)
  .transform((env) => dataverseEnvironment(env));
const environment = (env: NodeJS.ProcessEnv) => loadConfig(schema, { env });

describe('the settings of a service in Dataverse', () => {
  it('are the published limits, in the memory of one process, unless they are set', () => {
    expect(environment(least)).toMatchObject({
      budget: {
        limits: { requests: 6_000, executionMs: 1_200_000, concurrency: 52 },
        processes: 1,
        redisUrl: undefined,
      },
      operationsPerDay: undefined,
    });
  });

  it('name a Redis where there are several processes, or the service does not start', () => {
    const several = { ...least, DATAVERSE_PROCESSES: '2' };
    expect(() => environment(several)).toThrow('DATAVERSE_PROCESSES: must be 1 without REDIS_URL');
    const { budget } = environment({ ...several, REDIS_URL: 'rediss://:secret@redis.example:10000' });
    expect(budget).toMatchObject({ processes: 2, redisUrl: 'rediss://:secret@redis.example:10000' });
  });

  it('leave a place to work in beside those held back for several processes, or the service does not start', () => {
    const processes = (count: number, DATAVERSE_CONCURRENCY_LIMIT: string) =>
      environment({
        ...least,
        REDIS_URL: 'redis://redis.example',
        DATAVERSE_PROCESSES: String(count),
        DATAVERSE_CONCURRENCY_LIMIT,
      }).budget.processes;
    expect([processes(1, '1'), processes(3, '4')]).toEqual([1, 3]);
    expect(() => processes(4, '4')).toThrow('DATAVERSE_PROCESSES: must be below DATAVERSE_CONCURRENCY_LIMIT');
  });

  it('limit the whole environment only where its application users share a Redis', () => {
    const limited = { ...least, DATAVERSE_ENVIRONMENT_CONCURRENCY: '100' };
    expect(() => environment(limited)).toThrow(
      'DATAVERSE_ENVIRONMENT_CONCURRENCY: must not be set without REDIS_URL',
    );
    const { budget } = environment({ ...limited, REDIS_URL: 'redis://redis.example' });
    expect(budget.environmentConcurrency).toBe(100);
  });

  it('reserve a half for the upper lanes at most', () => {
    const reserving = (DATAVERSE_LANE_RESERVES: string) =>
      environment({ ...least, DATAVERSE_LANE_RESERVES }).budget.reserves;
    expect(reserving('interactive=0.02,event=0.01')).toEqual({ interactive: 0.02, event: 0.01 });
    expect(() => reserving('interactive=0.4,event=0.2')).toThrow('DATAVERSE_LANE_RESERVES');
  });
});
