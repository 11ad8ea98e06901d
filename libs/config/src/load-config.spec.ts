import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, loadConfig, setting } from './index.js';

const schema = z
  .object({
    INTAKE_PORT: setting.port(3010),
    INTAKE_SECRET: setting.secret(16),
    DATAVERSE_URL: setting.url(),
    INTAKE_TENANT: setting.guid(),
  })
  .transform((env) => ({ port: env.INTAKE_PORT, url: env.DATAVERSE_URL }));

const right = {
  INTAKE_SECRET: 'sixteen characters',
  DATAVERSE_URL: 'https://org.example/',
  INTAKE_TENANT: '11111111-2222-3333-4444-555555555555',
};

const problemsOf = (env: NodeJS.ProcessEnv) => {
  try {
    loadConfig(schema, { env, prefixes: ['INTAKE_'] });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('loadConfig', () => {
  it('gives defaults and the settings in their own types', () => {
    expect(loadConfig(schema, { env: right })).toEqual({ port: 3010, url: 'https://org.example' });
  });

  it('names every wrong setting at once', () => {
    const problems = problemsOf({
      INTAKE_PORT: 'high',
      INTAKE_SECRET: 'short',
      DATAVERSE_URL: 'org.example',
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'INTAKE_PORT',
      'INTAKE_SECRET',
      'DATAVERSE_URL',
      'INTAKE_TENANT',
    ]);
    expect(problems.at(0)).toBe('INTAKE_PORT: must be a port, 0 to 65535');
    expect(problems.at(-1)).toBe('INTAKE_TENANT: must be set');
  });

  it('names a setting that does not exist under a prefix of its own', () => {
    expect(problemsOf({ ...right, INTAKE_PROT: '1', PATH: '/bin' })).toEqual([
      'INTAKE_PROT: no such setting',
    ]);
  });

  it('takes an empty setting as not set', () => {
    expect(problemsOf({ ...right, INTAKE_PORT: '', INTAKE_TENANT: '' })).toEqual([
      'INTAKE_TENANT: must be set',
    ]);
  });

  it('never repeats the value of a secret', () => {
    expect(problemsOf({ ...right, INTAKE_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
  });
});

describe('a setting that is a number', () => {
  const numbers = z.object({
    PORT: setting.port(1),
    WAIT_MS: setting.milliseconds(1),
    COUNT: setting.count(1),
    LIMIT: setting.optionalCount(),
  });
  const problemWith = (name: string, value: string) => {
    try {
      loadConfig(numbers, { env: { [name]: value } });
    } catch (error) {
      return (error as ConfigError).problems;
    }
    return [];
  };

  it.each([
    ['COUNT', '0'],
    ['COUNT', '1.5'],
    ['COUNT', '-0.5'],
    ['COUNT', 'many'],
    ['COUNT', '1e99'],
    ['LIMIT', '-1'],
  ])('is counted from one: not %s=%s', (name, value) => {
    expect(problemWith(name, value)).toEqual([`${name}: must be a whole number above 0`]);
  });

  it.each([
    ['PORT', '65536', 'must be a port, 0 to 65535'],
    ['WAIT_MS', '-1', 'must be a whole number of milliseconds, 0 or above'],
  ])('says what %s may be', (name, value, words) => {
    expect(problemWith(name, value)).toEqual([`${name}: ${words}`]);
  });
});

describe('a setting of shares', () => {
  const read = (SHARES: string) =>
    loadConfig(z.object({ SHARES: setting.shares('interactive', 'event') }), { env: { SHARES } }).SHARES;

  it('is read by name', () => {
    expect(read('interactive=0.02, event=.01')).toEqual({ interactive: 0.02, event: 0.01 });
    expect(read('event=0')).toEqual({ event: 0 });
  });

  it.each([
    'interactive',
    'interactive=2 %',
    'batch=0.1',
    'interactive=0.1;event=0.1',
    'event=-0.1',
    'event=1.5',
  ])('is not %s', (text) => {
    expect(() => read(text)).toThrow('SHARES: must be shares such as interactive=0.01,event=0.01');
  });
});
