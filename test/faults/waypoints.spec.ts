import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OFF_THE_ROAD, WAYPOINTS } from './waypoints.js';

const NAMED = /\bwaypoint\('([^']+)'\)/g;

const sourcesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));

it('lists every waypoint that the intake and the libs name, so that a new one is killed at too', () => {
  const sources = ['apps/website-intake/src', 'libs'].flatMap(sourcesBelow);
  const named = sources.flatMap((source) => [...source.matchAll(NAMED)].map(([, name]) => name));
  expect([...new Set(named)].sort()).toEqual([...WAYPOINTS, ...OFF_THE_ROAD].sort());
});
