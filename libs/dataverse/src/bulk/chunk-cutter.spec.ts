import { describe, expect, it } from 'vitest';
import { BulkRow } from './bulk-row.js';
import { ChunkSize } from './chunk-size.js';
import { ChunkCutter } from './chunk-cutter.js';

const rowAt = (path: string, bytes = 2) =>
  new BulkRow({}, 0, { address: path, path, wanted: {}, body: {}, inBulk: true, bytes });

describe('ChunkCutter', () => {
  it('is full with as many rows as a chunk may have when it begins, not when the one before ended', () => {
    const size = new ChunkSize({ firstRows: 2 });
    const cutter = new ChunkCutter(size);
    cutter.add(rowAt('a(1)'));
    expect(cutter.isFull).toBe(false);
    cutter.add(rowAt('a(2)'));
    expect(cutter.isFull).toBe(true);
    expect(cutter.cut().rows).toHaveLength(2);
    size.learn(2, 1_000);
    cutter.add(rowAt('a(3)'));
    cutter.add(rowAt('a(4)'));
    expect(cutter.isFull).toBe(false);
    cutter.add(rowAt('a(5)'));
    expect(cutter.isFull).toBe(true);
  });

  it('takes no row that stands in the chunk already, nor one that makes it too large', () => {
    const cutter = new ChunkCutter(new ChunkSize({ mostBytes: 10 }));
    const large = rowAt('a(2)', 11);
    expect(cutter.takes(large)).toBe(true);
    cutter.add(rowAt('a(1)'));
    expect(cutter.takes(rowAt('A(1)'))).toBe(false);
    expect(cutter.takes(large)).toBe(false);
    expect(cutter.takes(rowAt('a(3)'))).toBe(true);
    cutter.cut();
    expect([cutter.isEmpty, cutter.takes(large)]).toEqual([true, true]);
  });
});
