import { describe, expect, it } from 'vitest';
import { ManualClock } from '../manual-clock.js';
import { ExecutionEstimates } from './execution-estimates.js';

const windowMs = 300_000;

function setUp() {
  const clock = new ManualClock(0);
  const estimates = new ExecutionEstimates({ firstMs: 20_000, windowMs, clock });
  const learn = (tookMs: number, { times = 1, size = 1, operation = 'incident.create' } = {}) => {
    for (let n = 0; n < times; n += 1) estimates.learn(operation, size, tookMs);
  };
  return { clock, estimates, learn };
}

describe('ExecutionEstimates', () => {
  it('sets much aside for a call of which nothing is known', () => {
    expect(setUp().estimates.of('incident.create')).toEqual({ estimatedMs: 20_000, surpriseMs: 0 });
  });

  it('comes down to a fifth above the mean as experience grows', () => {
    const { estimates, learn } = setUp();
    learn(100);
    expect(estimates.of('incident.create').estimatedMs).toBeCloseTo(520);
    learn(100, { times: 399 });
    expect(estimates.of('incident.create').estimatedMs).toBeCloseTo(121);
  });

  it('never expects more than a call is waited for, however large', () => {
    const { estimates, learn } = setUp();
    learn(100, { times: 50 });
    learn(20_000);
    expect(estimates.of('incident.create', 1_000)).toEqual({ estimatedMs: 60_000, surpriseMs: 60_000 });
  });

  it('keeps operations apart', () => {
    const { estimates, learn } = setUp();
    learn(100, { operation: 'incident.retrieve' });
    expect(estimates.of('incident.create').estimatedMs).toBe(20_000);
  });

  it('follows when calls become slower', () => {
    const { estimates, learn } = setUp();
    learn(100, { times: 1_000 });
    learn(300, { times: 60 });
    expect(estimates.of('incident.create').estimatedMs).toBeGreaterThan(300);
  });

  it('counts in proportion for a size that is larger than all known', () => {
    const { estimates, learn } = setUp();
    learn(160, { size: 10, times: 4_000 });
    expect(estimates.of('incident.create', 100).estimatedMs).toBeCloseTo(1_600 * 1.201);
  });

  it('never counts less for a smaller size than was seen for the nearest known', () => {
    const { estimates, learn } = setUp();
    learn(1_260, { size: 100, times: 4_000 });
    expect(estimates.of('incident.create', 10).estimatedMs).toBeCloseTo(1_260 * 1.201);
  });

  it('remembers the largest surprise for a window at least, and for two at most', async () => {
    const { clock, estimates, learn } = setUp();
    learn(100, { times: 400 });
    learn(500);
    const surprise = estimates.of('incident.create').surpriseMs;
    expect(surprise).toBeCloseTo(500 - 121);
    await clock.advance(windowMs);
    learn(100);
    expect(estimates.of('incident.create').surpriseMs).toBe(surprise);
    await clock.advance(windowMs);
    learn(100);
    expect(estimates.of('incident.create').surpriseMs).toBe(0);
  });
});
