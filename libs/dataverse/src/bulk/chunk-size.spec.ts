import { describe, expect, it } from 'vitest';
import { ChunkSize } from './chunk-size.js';

/** As many calls as it takes, each of what the size says: 60 ms and so much a row. */
function steered(size: ChunkSize, msARow: number, calls = 20): number {
  for (let call = 0; call < calls; call += 1) size.learn(size.rows, 60 + size.rows * msARow);
  return size.rows;
}

describe('the size of a chunk', () => {
  it('comes to what takes the target, whatever a row costs', () => {
    expect(steered(new ChunkSize({}), 12)).toBeGreaterThan(155);
    expect(steered(new ChunkSize({}), 12)).toBeLessThan(165);
    expect(steered(new ChunkSize({}), 300)).toBeLessThan(8);
    expect(steered(new ChunkSize({}), 0.1)).toBe(1_000);
  });

  it('begins with what takes the target by what is expected, unless it is told with how many', () => {
    const expected = { requestMs: 80, operationMs: 12 };
    expect(new ChunkSize({ expected }).rows).toBe(160);
    expect(new ChunkSize({ expected, targetMs: 680 }).rows).toBe(50);
    expect(new ChunkSize({ expected, mostRows: 70 }).rows).toBe(70);
    expect(new ChunkSize({ expected, firstRows: 10 }).rows).toBe(10);
    expect(new ChunkSize({ expected: { requestMs: 3_000, operationMs: 40 } }).rows).toBe(1);
    expect(new ChunkSize({ expected: { requestMs: 20, operationMs: 0 } }).rows).toBe(1_000);
  });

  it('follows when rows become dearer', () => {
    const size = new ChunkSize({});
    steered(size, 2);
    expect(steered(size, 40)).toBeLessThan(55);
  });

  it('is hardly moved by a small remainder', () => {
    const size = new ChunkSize({ firstRows: 200 });
    size.learn(1, 72);
    expect(size.rows).toBeGreaterThan(195);
  });

  it('is halved by a call that was too much, and scaled by the budget', () => {
    let scale = 1;
    const size = new ChunkSize({ firstRows: 400 }, () => scale);
    size.tooMuch(400);
    expect(size.rows).toBe(200);
    scale = 0.5;
    expect(size.rows).toBe(100);
    for (let times = 0; times < 20; times += 1) size.tooMuch(size.rows);
    expect(size.rows).toBe(1);
  });

  it.each([
    { targetMs: 0 },
    { firstRows: -1 },
    { mostRows: Number.NaN },
    { mostBytes: 0 },
    { expected: { requestMs: Number.NaN, operationMs: 12 } },
  ])('is no size with %o', (limits) => expect(() => new ChunkSize(limits)).toThrow(RangeError));

  it('is never above what a batch holds', () => {
    expect(steered(new ChunkSize({}), 0.1)).toBe(1_000);
    expect(() => new ChunkSize({ mostRows: 1_001 })).toThrow(RangeError);
  });
});
