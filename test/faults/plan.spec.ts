import { describe, expect, it } from 'vitest';
import { planRounds, type RoundPlan } from './plan.js';
import { WAYPOINTS } from './waypoints.js';

const waypointsIn = (rounds: RoundPlan[]) =>
  rounds.flatMap(({ deaths }) => deaths.flatMap((death) => (death.kind === 'waypoint' ? [death.at] : [])));

describe('the plan of a campaign', () => {
  it.each([1, 2, 3, 5, 50])('kills at every waypoint in %i rounds', (rounds) => {
    const planned = waypointsIn(planRounds({ rounds, cases: 300, seed: 7 }));
    expect([...new Set(planned)].sort()).toEqual([...WAYPOINTS].sort());
  });

  it('kills at each waypoint about equally often', () => {
    const planned = waypointsIn(planRounds({ rounds: 50, cases: 300, seed: 7 }));
    const counts = WAYPOINTS.map((name) => planned.filter((one) => one === name).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('kills the intake and the stand-in at instants of no meaning too, in every round', () => {
    for (const { deaths, standInDeaths } of planRounds({ rounds: 9, cases: 300, seed: 3 })) {
      expect(deaths.some(({ kind }) => kind === 'instant')).toBe(true);
      expect(standInDeaths.length).toBeGreaterThan(0);
    }
  });

  it('can be of nothing but deaths at waypoints', () => {
    const only = { waypoints: ['case.before-reply'] as const, nothingElse: true };
    for (const { mode, deaths, standInDeaths } of planRounds({ rounds: 4, cases: 60, seed: 3, ...only })) {
      expect([mode, standInDeaths]).toEqual(['kills', []]);
      expect(deaths).toEqual([expect.objectContaining({ at: 'case.before-reply' })]);
    }
  });

  it('goes through every mode', () => {
    const modes = (rounds: number) => planRounds({ rounds, cases: 300, seed: 1 }).map(({ mode }) => mode);
    expect(modes(2)).toEqual(['kills', 'kills + dropped replies + outage']);
    expect(modes(4)).toEqual(['kills', 'kills + dropped replies', 'kills + outage', 'kills']);
  });

  it('keeps the stand-in down for seconds in an outage, and drops replies where it says so', () => {
    for (const { mode, dropRate, standInDeaths } of planRounds({ rounds: 6, cases: 300, seed: 5 })) {
      const stretches = standInDeaths.filter(({ downMs }) => typeof downMs === 'number' && downMs >= 3_000);
      expect(stretches.length > 0).toBe(mode.includes('outage'));
      expect(dropRate).toBe(mode.includes('dropped') ? 0.1 : 0);
    }
  });

  it('takes Dataverse away from a life that is to die where a delivery is to be tried again', () => {
    for (const { deaths, standInDeaths } of planRounds({ rounds: 3, cases: 300, seed: 8 })) {
      const lives = deaths.flatMap((death, life) =>
        death.kind === 'waypoint' && death.at === 'delivery.before-retry' ? [life] : [],
      );
      for (const life of lives)
        expect(standInDeaths).toContainEqual({ life, afterMs: 0, downMs: 'until the life has ended' });
    }
  });

  it('is the same for the same seed', () => {
    const options = { rounds: 10, cases: 300, seed: 42 };
    expect(planRounds(options)).toEqual(planRounds(options));
    expect(planRounds({ ...options, seed: 43 })).not.toEqual(planRounds(options));
  });
});
