import { describe, expect, it } from 'vitest';
import type { Contender } from './contender.js';
import type { ReadRow } from './rows.js';
import { takeTurn, type Turn } from './turn.js';

const turnOf = (rest: Partial<Turn> = {}): Turn => ({
  operation: 'retrieve',
  concurrency: 4,
  rows: 20,
  stamp: 'now',
  ...rest,
});

/** A contender over rows in memory. */
function inMemory({ retrieve }: Partial<Contender> = {}) {
  const written = new Map<string, ReadRow>();
  const contender: Contender = {
    retrieve: retrieve ?? (async (key) => written.get(key)),
    upsert: async (row) => void written.set(row.key, row),
    close: async () => undefined,
  };
  return { contender, written };
}

describe('a turn of a contender', () => {
  it('writes every row once and finds it again', async () => {
    const { contender, written } = inMemory();
    expect(await takeTurn(contender, turnOf({ operation: 'upsert' }))).toMatchObject({ failures: 0 });
    expect(written.size).toBe(20);
    expect(await takeTurn(contender, turnOf())).toMatchObject({ failures: 0 });
  });

  it.each([
    ['is not there', async () => undefined],
    ['is another one', async () => ({ key: 'another', stamp: 'now' })],
    ['is an older state of it', async (key: string) => ({ key, stamp: 'before' })],
    ['is an error', async () => Promise.reject(new Error('It is not the row: it is an error.'))],
  ] as const)('counts a failure when the answer %s', async (_, retrieve) => {
    const { contender } = inMemory({ retrieve });
    const result = await takeTurn(contender, turnOf());
    expect(result).toMatchObject({ failures: 20, firstFailure: expect.stringContaining('not the row') });
  });

  it('never has more in flight than it was told', async () => {
    let [inFlight, most] = [0, 0];
    const retrieve = async (key: string) => {
      most = Math.max(most, (inFlight += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      inFlight -= 1;
      return { key, stamp: 'now' };
    };
    await takeTurn(inMemory({ retrieve }).contender, turnOf({ concurrency: 3 }));
    expect(most).toBe(3);
  });
});
