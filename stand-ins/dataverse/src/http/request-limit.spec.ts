import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, OTHER_APPLICATION, TestOrganization } from '../../test/organization.js';
import { DataverseError } from '../errors.js';
import { RequestLimiter } from './request-limit.js';

class ManualClock {
  constructor(private time = 1_000_000) {}
  now = () => this.time;
  pass = (ms: number) => void (this.time += ms);
}

function limiterOf(requests: number, windowSeconds: number) {
  const clock = new ManualClock();
  return { clock, limiter: new RequestLimiter({ requests, windowSeconds }, clock) };
}

function retryAfter(limiter: RequestLimiter): number | undefined {
  try {
    limiter.admit('user');
    return undefined;
  } catch (error) {
    if (!(error instanceof DataverseError)) throw error;
    return Number(error.headers['Retry-After']);
  }
}

/** PAD/api-limits.md, "Number of requests". */
describe('the limit on requests', () => {
  it('slides: a request leaves the window exactly when the window has passed over it', () => {
    const { clock, limiter } = limiterOf(2, 300);
    limiter.admit('user');
    clock.pass(299_000);
    limiter.admit('user');
    clock.pass(999);
    expect(retryAfter(limiter)).toBe(1);
    clock.pass(1_000);
    expect(retryAfter(limiter)).toBeUndefined();
    expect(retryAfter(limiter)).toBe(299);
  });

  it('never admits more than the limit in any window', () => {
    const { clock, limiter } = limiterOf(10, 10);
    const admitted: number[] = [];
    for (let at = 0; at < 600; at += 1) {
      if (retryAfter(limiter) === undefined) admitted.push(clock.now());
      clock.pass(100);
    }
    for (const start of admitted) {
      expect(admitted.filter((time) => time >= start && time < start + 10_000).length).toBeLessThanOrEqual(
        10,
      );
    }
    expect(admitted.length).toBeGreaterThan(10);
  });

  it('makes those wait longer who go on asking', () => {
    const { clock, limiter } = limiterOf(1, 60);
    clock.pass(1);
    limiter.admit('user');
    clock.pass(50_000);
    expect(retryAfter(limiter)).toBe(10);
    for (let more = 0; more < 30; more += 1) retryAfter(limiter);
    expect(retryAfter(limiter)).toBe(14);
    for (let more = 0; more < 3_000; more += 1) retryAfter(limiter);
    expect(retryAfter(limiter)).toBe(60);
  });

  it('lets a user in who waited as long as it was told', () => {
    const { clock, limiter } = limiterOf(3, 60);
    for (let at = 0; at < 3; at += 1) limiter.admit('user');
    const wait = retryAfter(limiter) ?? 0;
    clock.pass(wait * 1000);
    expect(retryAfter(limiter)).toBeUndefined();
  });

  it('counts each user alone', () => {
    const { limiter } = limiterOf(1, 60);
    limiter.admit('user');
    expect(() => limiter.admit('other')).not.toThrow();
    expect(retryAfter(limiter)).toBe(60);
  });

  it('remembers the fullest window', () => {
    const { clock, limiter } = limiterOf(100, 10);
    for (let at = 0; at < 5; at += 1) limiter.admit('user');
    clock.pass(10_000);
    limiter.admit('user');
    expect(limiter.report()).toEqual({ user: { fullestWindow: 5, throttled: 0 } });
  });
});

describe('a throttled request', () => {
  let organization: TestOrganization;
  beforeAll(
    async () =>
      void (organization = await TestOrganization.start({ limits: { requests: 2, windowSeconds: 60 } })),
  );
  afterAll(() => organization.close());

  it('hears 429 with the hex code, the configured number and a whole number of seconds', async () => {
    await organization.get('WhoAmI');
    await organization.get('WhoAmI');
    const reply = await organization.get('contacts');
    expect(reply.status).toBe(429);
    expect(reply.error).toEqual({
      code: '0x80072322',
      message: 'Number of requests exceeded the limit of 2 over time window of 60 seconds.',
    });
    expect(reply.headers.get('retry-after')).toMatch(/^(59|60)$/);
    expect(reply.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests')).toBe('0');
  });

  it('throttles nobody else', async () => {
    expect((await organization.ask('GET', 'WhoAmI', { application: OTHER_APPLICATION })).status).toBe(200);
  });

  it('is counted in the statistics, of all and of its user', async () => {
    const { json } = await organization.control('stats');
    expect(json).toMatchObject({ throttled: 1, fullestWindow: 2, byMethodAndStatus: { GET: { '429': 1 } } });
    expect(json['applicationUsers']).toMatchObject({
      [APPLICATION]: { requests: 3, throttled: 1, fullestWindow: 2 },
    });
  });

  it('is let in once the clock has been set forward', async () => {
    await organization.control('clock', { advanceSeconds: 61 });
    expect((await organization.get('WhoAmI')).status).toBe(200);
  });

  it('is let in once the limit has been lifted or raised', async () => {
    await organization.control('reset', {});
    await organization.control('limits', { requests: 1, windowSeconds: 60 });
    await organization.get('WhoAmI');
    expect((await organization.get('WhoAmI')).status).toBe(429);
    expect((await organization.control('limits', { enabled: false })).json).toEqual({ limits: 'off' });
    for (let at = 0; at < 3; at += 1) expect((await organization.get('WhoAmI')).status).toBe(200);
  });
});
