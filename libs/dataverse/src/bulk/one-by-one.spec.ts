import { describe, expect, it } from 'vitest';
import { OneByOne } from './one-by-one.js';

/** Lists, and what was done to who hands them out. */
function listsOf(...lists: (readonly number[] | Error)[]) {
  const events: string[] = [];
  async function* handOut() {
    try {
      for (const list of lists) {
        events.push('asked');
        if (list instanceof Error) throw list;
        yield Promise.resolve(list);
      }
    } finally {
      events.push('ended');
    }
  }
  return { items: new OneByOne(handOut()), events };
}

describe('OneByOne', () => {
  it('hands out what is in the lists, in order, and passes over empty ones', async () => {
    const { items, events } = listsOf([], [1, 2], [], [], [3], []);
    const all = [];
    for await (const item of items) all.push(item);
    expect(all).toEqual([1, 2, 3]);
    expect(events.at(-1)).toBe('ended');
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('asks for a list not before the one before is handed out', async () => {
    const { items, events } = listsOf([1, 2], [3]);
    await items.next();
    await items.next();
    expect(events).toEqual(['asked']);
    await items.next();
    expect(events).toEqual(['asked', 'asked']);
  });

  it('answers those in order who do not wait for each other', async () => {
    const { items } = listsOf([1], [], [2, 3], [4]);
    const answers = await Promise.all(Array.from({ length: 6 }, () => items.next()));
    expect(answers.map(({ value }) => value)).toEqual([1, 2, 3, 4, undefined, undefined]);
  });

  it('fails as who hands out the lists does, once, and is over then', async () => {
    const { items } = listsOf([1], new Error('Broken off.'));
    await items.next();
    await expect(items.next()).rejects.toThrow('Broken off.');
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('lets who hands out the lists clean up when its reader leaves in the middle of one', async () => {
    const { items, events } = listsOf([1, 2], [3]);
    for await (const item of items) if (item === 1) break;
    expect(events).toEqual(['asked', 'ended']);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });

  it('is ended by what its reader throws into it', async () => {
    const { items, events } = listsOf([1, 2], [3]);
    await items.next();
    await expect(items.throw(new Error('Enough.'))).rejects.toThrow('Enough.');
    expect(events).toEqual(['asked', 'ended']);
    expect(await items.next()).toEqual({ done: true, value: undefined });
  });
});
