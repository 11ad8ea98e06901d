import { describe, expect, it } from 'vitest';
import { planRounds } from './campaign.js';
import { TROUBLES } from './troubles.js';

describe('the rounds of the campaign against writes of many rows', () => {
  const options = { writes: 180, seed: 7 };

  it('are counted from 1, whichever of them are played, and one alone has the seed that it has among all', () => {
    for (const isShort of [true, false]) {
      const all = planRounds({ ...options, isShort });
      const alone = planRounds({ ...options, isShort, only: 'cut after the commit' });
      for (const rounds of [all, alone])
        expect(rounds.map(({ number }) => number)).toEqual(rounds.map((_, index) => index + 1));
      const same = all.filter(({ trouble }) => trouble.name === 'cut after the commit');
      expect(alone.map(({ seed }) => seed)).toEqual(same.map(({ seed }) => seed));
    }
  });

  it.each(TROUBLES.map(({ name }) => name))(
    'have one with %s where it is asked for in the short form',
    (only) => {
      const rounds = planRounds({ ...options, isShort: true, only });
      expect(rounds.map(({ trouble }) => trouble.name)).toEqual([only]);
    },
  );
});
