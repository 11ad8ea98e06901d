import { setTimeout as sleep } from 'node:timers/promises';
import Opossum from 'opossum';
import { afterEach, describe, expect, it } from 'vitest';
import { type CallOutcome, CircuitBreaker, type CircuitVerdict } from './circuit-breaker.js';

const openForMs = 40;
const cleanUp: (() => void)[] = [];

function circuit(options: { minimumCalls?: number } = {}) {
  const breaker = new CircuitBreaker({ name: 'the far side', openForMs, minimumCalls: 4, ...options });
  cleanUp.push(() => breaker.close());
  const judge = (verdict: CircuitVerdict) => (_: CallOutcome<unknown>) => verdict;
  const answer = () => breaker.run(async () => 'done', judge('answer'));
  const failing = (verdict: CircuitVerdict) =>
    breaker
      .run(async () => Promise.reject(new Error(verdict)), judge(verdict))
      .catch((error: unknown) => error);
  const open = async () => {
    for (let n = 0; n < 4; n += 1) await failing('outage');
    expect(breaker.state().state).toBe('open');
  };
  const halfOpen = async () => {
    await open();
    await sleep(openForMs + 20);
    expect(breaker.state()).toEqual({ state: 'half-open', probing: false });
  };
  return { breaker, judge, answer, failing, open, halfOpen };
}

describe('CircuitBreaker', () => {
  afterEach(() => {
    for (const each of cleanUp.splice(0)) each();
  });

  it('passes values and errors through while it is closed', async () => {
    const { answer, failing } = circuit();
    await expect(answer()).resolves.toBe('done');
    await expect(failing('outage')).resolves.toMatchObject({ message: 'outage' });
  });

  it('opens after too many outages, and then does no work', async () => {
    const { breaker, open, judge } = circuit();
    await open();
    let worked = false;
    const refused = breaker.run(async () => (worked = true), judge('answer'));
    await expect(refused).rejects.toMatchObject({ code: 'circuit-open' });
    expect(worked).toBe(false);
  });

  it('says when it is worth trying again', async () => {
    const { answer, open } = circuit();
    await open();
    const error = (await answer().catch((refusal: unknown) => refusal)) as { retryAfterMs: number };
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(openForMs);
  });

  it('does not open before enough calls have ended', async () => {
    const { breaker, failing } = circuit({ minimumCalls: 5 });
    for (let n = 0; n < 4; n += 1) await failing('outage');
    expect(breaker.state().state).toBe('closed');
    await failing('outage');
    expect(breaker.state().state).toBe('open');
  });

  it('is not diluted by calls that say nothing: 4 outages among 40 cancellations open it', async () => {
    const { breaker, failing } = circuit();
    for (let n = 0; n < 40; n += 1) await failing('neither');
    for (let n = 0; n < 4; n += 1) await failing('outage');
    expect(breaker.state().state).toBe('open');
  });

  it('is not opened by calls that say nothing', async () => {
    const { breaker, failing } = circuit();
    for (let n = 0; n < 40; n += 1) await failing('neither');
    expect(breaker.state().state).toBe('closed');
  });

  it('closes on an answer to the one call that may try, even if that answer is an error of ours', async () => {
    const { breaker, failing, halfOpen } = circuit();
    await halfOpen();
    await failing('answer');
    expect(breaker.state().state).toBe('closed');
  });

  it('opens again on an outage of the one call that may try', async () => {
    const { breaker, failing, halfOpen } = circuit();
    await halfOpen();
    await failing('outage');
    expect(breaker.state().state).toBe('open');
  });

  it('stays half open when the one call says nothing, and lets the next one try', async () => {
    const { breaker, answer, failing, halfOpen } = circuit();
    await halfOpen();
    await failing('neither');
    expect(breaker.state()).toEqual({ state: 'half-open', probing: false });
    await answer();
    expect(breaker.state().state).toBe('closed');
  });

  it('lets one call try at a time', async () => {
    const { breaker, answer, judge, halfOpen } = circuit();
    await halfOpen();
    let finish = () => undefined as unknown;
    const probe = breaker.run(
      () => new Promise((resolve) => (finish = () => resolve('done'))),
      judge('answer'),
    );
    expect(breaker.state()).toEqual({ state: 'half-open', probing: true });
    await expect(answer()).rejects.toMatchObject({ code: 'circuit-open' });
    finish();
    await probe;
    await expect(answer()).resolves.toBe('done');
  });

  it('drops the late news of a call that began before it opened', async () => {
    const { breaker, judge, open } = circuit();
    let finish = () => undefined as unknown;
    const slow = breaker.run(
      () => new Promise((resolve) => (finish = () => resolve('late'))),
      judge('answer'),
    );
    await open();
    await sleep(openForMs + 20);
    finish();
    await slow;
    expect(breaker.state().state).toBe('half-open');
  });

  it('tells of its changes', async () => {
    const { breaker, answer, halfOpen } = circuit();
    const seen: string[] = [];
    const stop = breaker.onStateChange(({ state }) => seen.push(state));
    await halfOpen();
    await answer();
    stop();
    expect(seen).toEqual(['open', 'half-open', 'closed']);
  });
});

/** Why verdicts go around `fire()`: if a later opossum behaves otherwise, this says so. */
describe('opossum', () => {
  it('counts a filtered error as a success, which closes a half-open circuit', async () => {
    const plain = new Opossum(async (message: string) => Promise.reject(new Error(message)), {
      timeout: false,
      resetTimeout: 20,
      errorFilter: (error: Error) => error.message === 'cancelled',
    });
    await plain.fire('outage').catch(() => undefined);
    await sleep(40);
    expect(plain.halfOpen).toBe(true);
    await plain.fire('cancelled').catch(() => undefined);
    expect(plain.closed).toBe(true);
    plain.shutdown();
  });
});
