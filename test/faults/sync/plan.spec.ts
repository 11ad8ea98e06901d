import { describe, expect, it } from 'vitest';
import { planRounds } from './plan.js';
import { SHORT_MODES } from './troubles.js';
import { SYNC_WAYPOINTS } from './waypoints.js';

describe('the plan of the sync campaign', () => {
  const options = { seed: 7, rounds: 20, rows: 500 };

  it('is the same for the same seed, and another for another', () => {
    expect(planRounds(options)).toEqual(planRounds(options));
    expect(planRounds(options)).not.toEqual(planRounds({ ...options, seed: 8 }));
  });

  it('has somebody die at every waypoint, in the short form too', () => {
    for (const plans of [planRounds(options), planRounds({ ...options, rounds: 2, modes: SHORT_MODES })]) {
      const deaths = plans.flatMap((plan) => plan.deaths.map(({ at }) => at));
      expect([...new Set(deaths)].sort()).toEqual([...SYNC_WAYPOINTS].sort());
    }
  });

  it('leaves a run after each death for one that comes too late', () => {
    for (const { deaths, nights } of planRounds(options))
      for (const { fromRun } of deaths) expect(fromRun).toBeLessThan(nights * 2);
  });
});
