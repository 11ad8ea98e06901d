import { describe, expect, it } from 'vitest';
import { ChunkSize } from './chunk-size.js';
import { ChunkCutter } from './chunk-cutter.js';
import { Turns } from './turns.js';

const rowAt = (place: number, values = '{}') => ({
  entry: {},
  index: 0,
  plan: { address: `a(${place})`, path: `a(${place})`, wanted: {}, values, head: '{"a":1' },
  place,
});

describe('ChunkCutter', () => {
  it('is full with as many rows as a chunk may have when it begins, not when the one before ended', () => {
    const size = new ChunkSize({ firstRows: 2 });
    const cutter = new ChunkCutter(size, new Turns());
    cutter.add(rowAt(1));
    expect(cutter.isFull).toBe(false);
    cutter.add(rowAt(2));
    expect(cutter.isFull).toBe(true);
    expect(cutter.cut().rows).toHaveLength(2);
    size.learn(2, 1_000);
    cutter.add(rowAt(3));
    cutter.add(rowAt(4));
    expect(cutter.isFull).toBe(false);
    cutter.add(rowAt(5));
    expect(cutter.isFull).toBe(true);
  });

  it('takes no row that stands in the chunk already, nor one that makes it too large', () => {
    const cutter = new ChunkCutter(new ChunkSize({ mostBytes: 30 }), new Turns());
    const large = rowAt(2, '{"text":"long enough"}');
    expect(cutter.takes(large)).toBe(true);
    cutter.add(rowAt(1));
    expect(cutter.takes(rowAt(1))).toBe(false);
    expect(cutter.takes(large)).toBe(false);
    expect(cutter.takes(rowAt(3))).toBe(true);
    cutter.cut();
    expect([cutter.isEmpty, cutter.takes(large)]).toEqual([true, true]);
  });
});
