import type { Bench } from './bench.js';

/** A bench that is loaded when somebody asks for it: what all of them need together takes seconds to load. */
export interface ListedBench {
  description: string;
  load: () => Promise<Bench>;
}

/** Every bench by the name that `npm run bench` knows it by. */
export const BENCHES: Readonly<Record<string, ListedBench>> = {
  budget: {
    description:
      'permits of the shared budget in memory and on Redis, beside two other limiters on the same Redis',
    load: async () => (await import('./budget/bench.js')).budget,
  },
  'budget-lanes': {
    description: 'how long citizens wait for the budget beside a saturated batch, in virtual time',
    load: async () => (await import('./budget-lanes/bench.js')).budgetLanes,
  },
  'budget-share': {
    description: 'what share of the service protection limits a saturated batch gets, in virtual time',
    load: async () => (await import('./budget-share/bench.js')).budgetShare,
  },
  'budget-wall': {
    description: 'what share of the service protection limits is spent, in wall time against the stand-in',
    load: async () => (await import('./budget-wall/bench.js')).budgetWall,
  },
  dataverse: {
    description:
      'many rows: sustained load within the limits, in virtual and in wall time, and the cost of the client',
    load: async () => (await import('./dataverse/bench.js')).dataverse,
  },
  'dataverse-memory': {
    description: 'the memory of a process through which rows stream into Dataverse, by UpsertMultiple',
    load: async () => (await import('./dataverse-memory/bench.js')).dataverseMemory,
  },
  'dataverse-single': {
    description:
      'single retrieves and upserts of contacts by alternate key, limits off, stand-in in its own process',
    load: async () => (await import('./dataverse-single/bench.js')).dataverseSingle,
  },
  sync: {
    description: 'the first load and a week of nights, beside the naive way, under three cost models',
    load: async () => (await import('./sync/bench.js')).sync,
  },
  'sync-million': {
    description:
      'a million rows from a file through the staging into Dataverse, limits off, and again with 1 % changed',
    load: async () => (await import('./sync-million/bench.js')).syncMillion,
  },
};
