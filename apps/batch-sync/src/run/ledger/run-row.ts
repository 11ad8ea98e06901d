import type { Run } from '../run.js';
import type { RunRow } from './run.schema.js';

/** A run as its row tells it. */
export function runOf(row: RunRow): Run {
  const { id, integration, state, options, until, started_at, ended_at, failure } = row;
  return {
    id,
    integration,
    state,
    options: { ...options, until: until ?? undefined },
    started: started_at,
    ended: ended_at ?? undefined,
    failure: failure ?? undefined,
  };
}
