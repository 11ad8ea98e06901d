import { describe, expect, it } from 'vitest';
import { ManualClock } from '#lib/resilience/testing';
import { EntitlementWatch } from './entitlement-watch.js';

/** What was warned of while the operations of the last day came to these figures, one a minute. */
async function warnedOf(...figures: number[]) {
  const clock = new ManualClock(0);
  const warned: [number, string][] = [];
  let operations = 0;
  const logger = { warn: (_: object, words: string) => void warned.push([operations, words]) };
  const watch = new EntitlementWatch({ operationsPerDay: 1_000 }, () => operations, logger, clock);
  for (const figure of figures) {
    operations = figure;
    watch.look();
    await clock.advance(60_000);
  }
  return warned.map(([at, words]) => [at, /(\d+) %/.exec(words)?.[1]]);
}

describe('EntitlementWatch', () => {
  it('warns once at 70 and once at 90 %', async () => {
    expect(await warnedOf(0, 699, 700, 701, 899, 900, 950, 1_200)).toEqual([
      [700, '70'],
      [900, '90'],
    ]);
  });

  it('warns again only after the figure has been below', async () => {
    expect(await warnedOf(750, 920, 880, 910, 650, 720)).toEqual([
      [750, '70'],
      [920, '90'],
      [910, '90'],
      [720, '70'],
    ]);
  });

  it('warns of 90 % alone when both are passed at a time', async () => {
    expect(await warnedOf(100, 1_500)).toEqual([[1_500, '90']]);
  });

  it('looks every ten seconds, however many calls are made', async () => {
    const clock = new ManualClock(0);
    let looks = 0;
    const watch = new EntitlementWatch({ operationsPerDay: 10 }, () => (looks += 1), console, clock);
    for (let call = 0; call < 100; call += 1) {
      watch.look();
      await clock.advance(200);
    }
    expect(looks).toBe(2);
  });
});
