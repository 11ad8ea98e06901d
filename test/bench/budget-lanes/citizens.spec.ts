import { describe, expect, it } from 'vitest';
import type { ServedCall } from '../../simulation/call-log.js';
import { waitsOf } from './citizens.js';

const roadMs = 15;
const askedAt = [100, 200, 300, 990];
const served = (place: number, sentAt: number): ServedCall => ({
  user: 'web',
  lane: 'interactive',
  process: 1,
  place,
  rows: 1,
  askedAt: askedAt[place - 1] ?? NaN,
  arrivedAt: sentAt + roadMs,
  completedAt: sentAt + roadMs + 10,
  executionMs: 10,
  wasRefused: false,
});
const seen = { askedAt, roadMs, from: 0, until: 1_000 };

describe('the waits of citizens', () => {
  it('are those until they were sent, shortest first', () => {
    const calls = [served(1, 150), served(3, 300), served(2, 220)];
    expect(waitsOf({ ...seen, served: calls })).toEqual({ waitsMs: [0, 20, 50], unserved: 0 });
  });

  it('are those until the end where nobody has served them, unless they only just came', () => {
    expect(waitsOf({ ...seen, served: [served(2, 200)] })).toEqual({ waitsMs: [0, 685, 885], unserved: 2 });
  });

  it('are not counted of those who were served before the measurement', () => {
    const calls = [served(1, 100), served(2, 200), served(3, 301)];
    expect(waitsOf({ ...seen, served: calls, from: 300 })).toEqual({ waitsMs: [1], unserved: 0 });
  });
});
