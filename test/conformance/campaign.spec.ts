import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { items, runCampaign, selected, type Item } from './campaign.js';
import type { Connected } from './connect.js';
import { including } from './matching/patterns.js';
import { ok } from './golden/expectations.js';
import type { Golden } from './golden/golden.js';
import { powerApps } from './golden/sources.js';
import { prepare } from './prepare.js';
import { verdictOf } from './run-golden.js';
import { connectToStandIns } from './stand-ins.js';

const golden: Golden = {
  name: 'an account has its name',
  source: powerApps('webapi/retrieve-entity-using-web-api')('Retrieve specific properties'),
  rows: { account: { set: 'accounts', columns: { name: '{mark} Right' } } },
  request: { method: 'GET', path: 'accounts({account})?$select=name' },
  answer: ok(including({ name: '{mark} Right' })),
};
const itemOf = (one: Golden): Item => ({
  subject: 'spec',
  name: one.name,
  judge: (run) => verdictOf(run, one, 'spec'),
});

describe('a campaign', () => {
  let environment: Connected;
  beforeAll(async () => void (environment = await connectToStandIns()));
  afterAll(() => environment.close());

  const accounts = async () => (await environment.control?.get('rows/account'))?.['count'];

  it('finds that an answer is as written', async () => {
    const { verdicts } = await runCampaign(environment, [itemOf(golden)]);
    expect(verdicts).toMatchObject([{ outcome: 'same', name: 'an account has its name' }]);
  });

  it('finds a deliberately wrong expectation, and tells where and what', async () => {
    const wrong = { ...golden, answer: { ...ok(including({ name: '{mark} Wrong' })), status: 201 } };
    const { verdicts, mark } = await runCampaign(environment, [itemOf(wrong)]);
    expect(verdicts).toMatchObject([
      {
        outcome: 'different',
        differences: [
          { at: '/status', expected: '201', got: '200' },
          { at: '/body/name', expected: `"${mark} Wrong"`, got: `"${mark} Right"` },
        ],
      },
    ]);
  });

  it('tells request and answer without the token and the address', async () => {
    const wrong = { ...golden, answer: ok({ '@odata.context': '{root}/nowhere' }) };
    const { verdicts } = await runCampaign(environment, [itemOf(wrong)]);
    const text = JSON.stringify(verdicts);
    expect(text).toContain('GET {org}/api/data/v9.2/accounts(');
    expect(text).not.toContain(environment.service.url);
    expect(text.toLowerCase()).not.toContain('bearer');
  });

  it('fails what is unknown against a stand-in alone: elsewhere it is recorded', async () => {
    const wrong = { ...golden, unknown: 'nobody has looked', answer: { status: 418 } };
    expect((await runCampaign(environment, [itemOf(wrong)])).verdicts).toMatchObject([
      { outcome: 'different' },
    ]);
    const elsewhere = { ...environment, isLoopback: false };
    expect((await runCampaign(elsewhere, [itemOf({ ...wrong })])).verdicts).toMatchObject([
      { outcome: 'recorded', because: 'nobody has looked', differences: [{ at: '/status' }] },
    ]);
  });

  it('skips what needs our key where there is none, and says why', async () => {
    const { verdicts } = await runCampaign({ ...environment, hasKey: false }, [
      itemOf({ ...golden, needsKey: true }),
    ]);
    expect(verdicts).toMatchObject([{ outcome: 'not run here', because: /alternate key/ }]);
  });

  it('cleans up after itself', async () => {
    const before = await accounts();
    expect((await runCampaign(environment, [itemOf(golden)])).leftovers).toEqual([]);
    expect(await accounts()).toBe(before);
  });

  it('cleans up after a failure', async () => {
    const before = await accounts();
    const failing: Item = {
      subject: 'spec',
      name: 'fails half way',
      judge: async (run) => {
        await prepare(run, golden.rows ?? {}, run.scope());
        throw new Error('half way');
      },
    };
    await expect(runCampaign(environment, [failing])).rejects.toThrow('half way');
    expect(await accounts()).toBe(before);
  });

  it('cleans up when it is interrupted, and judges no more', async () => {
    const before = await accounts();
    const interrupt = new AbortController();
    const { verdicts, leftovers } = await runCampaign(environment, [itemOf(golden), itemOf({ ...golden })], {
      signal: interrupt.signal,
      onVerdict: () => interrupt.abort(),
    });
    expect([verdicts.length, leftovers, await accounts()]).toEqual([1, [], before]);
  });

  it('never runs into limits on an address that is not of this machine', async () => {
    const elsewhere = { ...environment, isLoopback: false, withThrottling: true };
    const { verdicts } = await runCampaign(elsewhere, selected('check * 429'));
    expect(verdicts).toMatchObject([{ outcome: 'not run here', because: /not of this machine/ }]);
  });
});

describe('what is judged', () => {
  it('has a name of its own, within its subject', () => {
    const names = items.map(({ subject, name }) => `${subject}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is chosen by a part of subject or name', () => {
    expect(selected('service: whoami()').map(({ name }) => name)).toEqual([
      'WhoAmI() with parentheses is the same',
    ]);
    expect(selected('CHECK 1:').length).toBe(1);
    expect(selected().length).toBe(items.length);
  });

  it('has all fifteen checks', () => {
    expect(selected('checks: check').map(({ name }) => Number(/\d+/.exec(name)?.[0]))).toEqual(
      Array.from({ length: 15 }, (_, index) => index + 1),
    );
  });
});
