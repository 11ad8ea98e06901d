import { setImmediate as aTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

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
      turns.take(new Set(['a', 'b']), work('first')),
      turns.take(new Set(['b', 'c']), work('second')),
      turns.take(new Set(['c', 'a']), work('third')),
      turns.take(new Set(['d']), work('other')),
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
    const failing = turns.take(new Set(['a']), async () => Promise.reject(new Error('Failed.')));
    const next = turns.take(new Set(['a']), async () => 'done');
    await expect(failing).rejects.toThrow('Failed.');
    expect(await next).toBe('done');
  });
});
