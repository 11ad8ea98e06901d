import { describe, expect, it } from 'vitest';
import { MappingError } from '../errors/mapping-error.js';
import { ChunkSize } from './chunk-size.js';
import { ChunkCutter, entriesOf } from './chunk-cutter.js';
import { TargetDraft } from './target-draft.js';
import { Turns } from './turns.js';

/** A cutter, and an input for it: each entry is the place where it stands. */
function cutterWith(size: ChunkSize) {
  const cutter = new ChunkCutter<number>(size, new Turns(), () => ({}));
  const draft = new TargetDraft();
  let index = 0;
  const add = (place: number, text = '') => {
    draft.begin();
    draft.isRow('a', 'aid', String(place));
    draft.put('text', text);
    draft.end();
    cutter.add(place, index++, { address: `${place}`, place }, draft);
  };
  const error = new MappingError('incomplete', 'Empty.');
  const addRefused = () =>
    cutter.addRefused({ entry: 0, index: index++, result: { outcome: 'refused', error } });
  /** The entries of each chunk that is cut off. */
  const cutOff = () => {
    const chunks = [];
    for (let chunk = cutter.next(); chunk; chunk = cutter.next())
      chunks.push(entriesOf(chunk).map(({ entry }) => entry));
    return chunks;
  };
  return { cutter, add, addRefused, cutOff };
}

describe('ChunkCutter', () => {
  it('cuts as many rows as a chunk may have when it begins, not when the one before ended', () => {
    const size = new ChunkSize({ firstRows: 2 });
    const { cutter, add, cutOff } = cutterWith(size);
    add(1);
    expect(cutOff()).toEqual([]);
    add(2);
    expect(cutOff()).toEqual([[1, 2]]);
    size.learn(2, 1_000);
    for (const place of [3, 4]) add(place);
    expect(cutOff()).toEqual([]);
    add(5);
    add(6);
    expect(cutOff()).toEqual([[3, 4, 5]]);
    cutter.cut();
    expect(cutOff()).toEqual([[6]]);
  });

  it('begins a chunk with a row that stands in the one before already', () => {
    const { cutter, add, cutOff } = cutterWith(new ChunkSize({}));
    for (const place of [1, 2, 1, 2, 2]) add(place);
    cutter.cut();
    cutter.cut();
    expect(cutOff()).toEqual([[1, 2], [1, 2], [2]]);
  });

  it('begins a chunk with a row that would make the one before too large, and gives one that is too large by itself its own', () => {
    const { cutter, add, cutOff } = cutterWith(new ChunkSize({ mostBytes: 400 }));
    for (const place of [1, 2, 3]) add(place, 'x'.repeat(100));
    add(4, 'x'.repeat(500));
    add(5);
    cutter.cut();
    expect(cutOff()).toEqual([[1, 2], [3], [4], [5]]);
  });

  it('keeps those that are refused in their places, and counts them', () => {
    const { cutter, add, addRefused, cutOff } = cutterWith(new ChunkSize({ mostRows: 4 }));
    add(1);
    addRefused();
    add(2);
    addRefused();
    addRefused();
    cutter.cut();
    expect(cutOff()).toEqual([[1, 0, 2, 0], [0]]);
  });
});
