import { describe, expect, it } from 'vitest';
import { planLots } from './plan.js';
import { KINDS, kindNames, WAYS } from './writes.js';

const options = { processes: ['a', 'b', 'c'], ways: WAYS, writes: 900 };

describe('the plan of many writes', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planLots({ ...options, seed: 7 })).toEqual(planLots({ ...options, seed: 7 }));
    expect(planLots({ ...options, seed: 7 })).not.toEqual(planLots({ ...options, seed: 8 }));
  });

  it('has every kind of write in its share', () => {
    const lots = planLots({ ...options, seed: 7 });
    const own = lots.flatMap(({ process, writes }) =>
      writes.filter(({ naturalKey }) => naturalKey.startsWith(`${process}/`)),
    );
    expect(own).toHaveLength(900);
    for (const name of kindNames)
      expect(own.filter(({ kind }) => kind === name)).toHaveLength(KINDS[name].share * 3);
  });

  it('lets two processes write the shared rows with the same values, and no other row', () => {
    const writes = planLots({ ...options, seed: 7 }).flatMap((lot) => lot.writes);
    for (const write of writes) {
      const same = writes.filter(({ naturalKey }) => naturalKey === write.naturalKey);
      expect(same).toEqual(Array(KINDS[write.kind].isShared ? 2 : 1).fill(write));
    }
  });
});
