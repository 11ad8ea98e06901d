import { describe, expect, it } from 'vitest';
import { BatchPace } from './batch-pace.js';

describe('the pace of batches', () => {
  it('begins with ten operations, as the documentation asks', () => {
    expect(new BatchPace(2_000, 50).operations()).toBe(10);
    expect(new BatchPace(2_000, 4).operations()).toBe(4);
  });

  it('is as many operations as end in time', () => {
    const pace = new BatchPace(2_000, 50);
    pace.learn(1, 100);
    expect(pace.operations()).toBe(20);
    pace.learn(10, 6_000);
    expect(pace.operations()).toBe(10);
  });

  it('is one operation at least, however slow, and no more than may be, however fast', () => {
    const pace = new BatchPace(2_000, 50);
    pace.learn(1, 0);
    expect(pace.operations()).toBe(50);
    for (let times = 0; times < 30; times += 1) pace.learn(10, 100_000);
    expect(pace.operations()).toBe(1);
  });
});
