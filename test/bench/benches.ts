import type { Bench } from './bench.js';
import { budgetLanes } from './budget-lanes/bench.js';
import { budgetShare } from './budget-share/bench.js';
import { budgetWall } from './budget-wall/bench.js';
import { budget } from './budget/bench.js';
import { dataverse } from './dataverse/bench.js';
import { dataverseMemory } from './dataverse-memory/bench.js';
import { dataverseSingle } from './dataverse-single/bench.js';
import { sync } from './sync/bench.js';
import { syncMillion } from './sync-million/bench.js';

/** Every bench by the name that `npm run bench` knows it by. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  budget,
  'budget-lanes': budgetLanes,
  'budget-share': budgetShare,
  'budget-wall': budgetWall,
  dataverse,
  'dataverse-memory': dataverseMemory,
  'dataverse-single': dataverseSingle,
  sync,
  'sync-million': syncMillion,
};
