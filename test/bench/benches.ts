import type { Bench } from './bench.js';
import { dataverseSingle } from './dataverse-single/bench.js';

/** Every bench by the name that `npm run bench` knows it by. */
export const BENCHES: Readonly<Record<string, Bench>> = { 'dataverse-single': dataverseSingle };
