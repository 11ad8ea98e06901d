import { setImmediate as aTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Turn, Turns } from './turns.js';

/** A turn that has these names, and the next one begins. */
function turnOf(turns: Turns, ...names: number[]): Turn {
  const turn = turns.begin();
  for (const name of names) turn.add(name);
  return turn;
}

describe('turns', () => {
  it('lets those that share a name go one after the other, and others at once', async () => {
    const turns = new Turns();
    const events: string[] = [];
    const ends = new Map<string, () => void>();
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      events.push(`${name} ends`);
    };
    const all = [
      turnOf(turns, 1, 2).take(work('first')),
      turnOf(turns, 2, 3).take(work('second')),
      turnOf(turns, 3, 1).take(work('third')),
      turnOf(turns, 4).take(work('other')),
    ];
    for (const name of ['other', 'first', 'second', 'third']) {
      await aTick();
      ends.get(name)?.();
    }
    await Promise.all(all);
    expect(events.filter((event) => !event.startsWith('other'))).toEqual(
      ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
    expect(events.slice(0, 3)).toEqual(['first begins', 'other begins', 'other ends']);
  });

  it('goes on after a turn that failed', async () => {
    const turns = new Turns();
    const failing = turnOf(turns, 1).take(async () => Promise.reject(new Error('Failed.')));
    const next = turnOf(turns, 1).take(async () => 'done');
    await expect(failing).rejects.toThrow('Failed.');
    expect(await next).toBe('done');
  });

  it('tells a name that it has from a new one, and from one that the next has', () => {
    const turns = new Turns();
    const first = turns.begin();
    expect([first.add(1), first.add(2), first.add(1)]).toEqual([true, true, false]);
    const next = turns.begin();
    expect([next.add(2), next.add(2)]).toEqual([true, false]);
  });
});
