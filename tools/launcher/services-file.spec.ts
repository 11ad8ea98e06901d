import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, it } from 'vitest';
import { servicesFile } from './services-file.js';

it('has settings as Node reads them, for the eyes of their owner alone, until it is closed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'services-file-'));
  const path = join(directory, 'services.env');
  writeFileSync(path, 'LEFT="from a run before"\n', { mode: 0o644 });
  const settings = { DATABASE_URL: 'postgresql://a:b%23c@127.0.0.1:5432/d?e=f#g', SECRET: 'x=y' };
  const file = await servicesFile(path, settings);
  expect(parseEnv(readFileSync(path, 'utf8'))).toEqual(settings);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await file.close();
  expect(existsSync(path)).toBe(false);
  rmSync(directory, { recursive: true });
});
