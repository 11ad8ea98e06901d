import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FaultPlan, type FaultTarget } from './fault-plan.js';
import { plain, waiting } from './fault-settings.js';

describe('a plan of faults', () => {
  const kinds = {
    down: plain,
    slow: waiting,
    dropAfterCommit: plain,
    page: z.object({ done: z.boolean().optional() }),
  };
  const read = (body: unknown) => FaultPlan.read(Buffer.from(JSON.stringify(body)), kinds);
  const post = { method: 'POST', table: 'incident' };
  const struckAmong = (plan: ReturnType<typeof read>, targets: readonly FaultTarget[]) =>
    targets.map((target) => plan.strikes('dropAfterCommit', target) !== undefined);

  it('may be a list, or an object by name; a false one is none', () => {
    const plan = read({ down: false, slow: { ms: 5 }, dropAfterCommit: true });
    expect(plan.describe()).toEqual([
      { fault: 'slow', ms: 5, struck: 0 },
      { fault: 'dropAfterCommit', struck: 0 },
    ]);
    expect(read([{ fault: 'slow', ms: 5 }]).describe()).toEqual([{ fault: 'slow', ms: 5, struck: 0 }]);
  });

  it.each([{}, [], undefined])('is empty for %j', (body) => {
    const sent = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    expect(FaultPlan.read(sent, kinds).describe()).toEqual([]);
  });

  it('strikes so many and no more', () => {
    const plan = read({ dropAfterCommit: { count: 2 } });
    expect(struckAmong(plan, [post, post, post])).toEqual([true, true, false]);
  });

  it('strikes a share, and of that so many and no more', () => {
    const plan = read({ dropAfterCommit: { rate: 0.5, count: 2 } });
    const struck = struckAmong(
      plan,
      Array.from({ length: 50 }, () => post),
    );
    expect(struck.filter(Boolean)).toHaveLength(2);
    expect(struck[0] && struck[1]).toBe(false);
  });

  it('spares the first so many of those that it is about', () => {
    const plan = read({ dropAfterCommit: { skip: 2, count: 1, table: 'incident' } });
    const other = { method: 'POST', table: 'contact' };
    expect(struckAmong(plan, [other, post, other, post, post, post])).toEqual([
      false,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  it('strikes only what meets all of its conditions', () => {
    const plan = read({ dropAfterCommit: { method: 'post', table: 'incident', lane: 'batch' } });
    const batch = { ...post, lane: 'batch' };
    expect(
      struckAmong(plan, [batch, post, { ...batch, table: 'contact' }, { ...batch, method: 'PATCH' }]),
    ).toEqual([true, false, false, false]);
  });

  it('strikes at one place with the settings that are about it', () => {
    const plan = read([{ fault: 'page' }, { fault: 'page', done: true }]);
    expect(plan.strikes('page', post, ({ done }) => done === true)).toEqual({ fault: 'page', done: true });
    expect(plan.describe().map(({ struck }) => struck)).toEqual([0, 1]);
  });

  it('strikes a share of the requests that is close to its rate', () => {
    const plan = read({ dropAfterCommit: { rate: 0.1, seed: 3 } });
    const struck = Array.from({ length: 5_000 }, () => plan.strikes('dropAfterCommit', post)).filter(
      Boolean,
    ).length;
    expect(struck).toBeGreaterThan(430);
    expect(struck).toBeLessThan(570);
  });

  it('throws its dice only for requests that it is about', () => {
    const dice = (between: number) => {
      const plan = read([{ fault: 'dropAfterCommit', rate: 0.5, table: 'incident' }]);
      return Array.from({ length: 20 }, () => {
        for (let at = 0; at < between; at += 1)
          plan.strikes('dropAfterCommit', { method: 'POST', table: 'contact' });
        return plan.strikes('dropAfterCommit', post) !== undefined;
      });
    };
    expect(dice(3)).toEqual(dice(0));
  });

  it.each([
    [{ explode: true }, 'There is no fault explode; there are down, slow, dropAfterCommit, page'],
    [{ explode: false }, 'There is no fault explode'],
    [{ toString: true }, 'There is no fault toString; there are down, slow, dropAfterCommit, page'],
    [[{ fault: 'slow' }], 'slow.ms: is needed: how many milliseconds it waits'],
    [{ slow: true }, 'slow.ms: is needed: how many milliseconds it waits'],
    [
      { down: { ms: 5, often: true } },
      'down: takes no ms, often; it takes rate, count, skip, table, method, lane, seed',
    ],
    [{ down: { method: 'FETCH' } }, 'down.method: must be one of GET, POST, PUT, PATCH, DELETE'],
    [{ down: { rate: 2 } }, 'down.rate: Too big'],
    [{ down: { skip: -1 } }, 'down.skip: Too small'],
    [{ page: { done: 'yes' } }, 'page.done: Invalid input: expected boolean'],
    [{ down: 1 }, 'down: is true, false, or an object of its settings'],
    [{ down: null }, 'down: is true, false, or an object of its settings'],
    [[{}], 'faults are a list, or an object by name'],
    ['down', 'faults are a list, or an object by name'],
  ])('refuses %j in words', (body, words) => {
    expect(() => read(body)).toThrow(words);
  });
});
