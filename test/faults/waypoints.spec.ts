import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SYNC_WAYPOINTS } from './sync/waypoints.js';
import { OFF_THE_ROAD, WAYPOINTS } from './waypoints.js';

const NAMED = /\bwaypoint\('([^']+)'\)/g;

const sourcesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));

it.each<[string, string[], readonly string[]]>([
  ['the intake and the libs', ['apps/website-intake/src', 'libs'], [...WAYPOINTS, ...OFF_THE_ROAD]],
  ['the sync', ['apps/batch-sync/src'], SYNC_WAYPOINTS],
])('lists every waypoint that %s name, so that a new one is killed at too', (_, folders, listed) => {
  const sources = folders.flatMap(sourcesBelow);
  const named = sources.flatMap((source) => [...source.matchAll(NAMED)].map(([, name]) => name));
  expect([...new Set(named)].sort()).toEqual([...listed].sort());
});
