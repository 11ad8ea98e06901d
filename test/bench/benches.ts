import type { Bench } from './bench.js';
import { budgetWall } from './budget-wall/bench.js';
import { budget } from './budget/bench.js';
import { dataverseSingle } from './dataverse-single/bench.js';

/** Every bench by the name that `npm run bench` knows it by. */
export const BENCHES: Readonly<Record<string, Bench>> = {
  budget,
  'budget-wall': budgetWall,
  'dataverse-single': dataverseSingle,
};
