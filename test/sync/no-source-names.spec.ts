import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SYNC = 'apps/batch-sync/src';

const integrations = readdirSync('integrations')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));

const shipped = readdirSync(SYNC, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
);

describe('the sync', () => {
  it('knows of no source, for each is a file of the catalogue', () => {
    expect(integrations.length).toBeGreaterThan(0);
    expect(shipped.length).toBeGreaterThan(100);
    const named = shipped.flatMap((path) => {
      const text = readFileSync(join(SYNC, path), 'utf8');
      return integrations.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`);
    });
    expect(named).toEqual([]);
  });
});
