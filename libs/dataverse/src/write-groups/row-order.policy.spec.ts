import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, pipeline } from '#lib/http';
import { answerOf, requestOf } from '#lib/http/testing';
import { rowOrderPolicy } from './row-order.policy.js';
import { FarSide } from './testing.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const write = (path: string, rest: Partial<HttpRequest> = {}) =>
  requestOf({ method: 'PATCH', url: root + path, ...rest });

function ordered() {
  const farSide = new FarSide();
  return { farSide, send: pipeline([rowOrderPolicy()], farSide.send) };
}

describe('the order of writes to one row', () => {
  it('lets the later wait until the earlier has ended, whatever its end was', async () => {
    const { farSide, send } = ordered();
    const first = send(write('contacts(1)'));
    const second = send(write('contacts(1)?$select=email'));
    const third = send(write('contacts(1)/cw_assets/$ref', { method: 'POST' }));
    await setImmediate();
    expect(farSide.arrived).toHaveLength(1);
    farSide.came(0).fail(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    await setImmediate();
    expect(farSide.arrived).toHaveLength(2);
    farSide.came(1).answer(answerOf(412));
    expect((await second).status).toBe(412);
    await setImmediate();
    farSide.came(2).answer(answerOf(204));
    expect((await third).status).toBe(204);
  });

  it('takes an address for the same whatever the case of its letters', async () => {
    const { farSide, send } = ordered();
    void send(write('contacts(0A0A)'));
    void send(write('contacts(0a0a)'));
    await setImmediate();
    expect(farSide.arrived).toHaveLength(1);
  });

  it('holds up no other row, no read and no new row', async () => {
    const { farSide, send } = ordered();
    for (const request of [
      write('contacts(1)'),
      write('contacts(2)'),
      write("contacts(cw_key='1')"),
      write('contacts(1)', { method: 'GET' }),
      write('contacts', { method: 'POST' }),
      write('contacts', { method: 'POST' }),
    ])
      void send(request);
    await setImmediate();
    expect(farSide.arrived).toHaveLength(6);
  });

  it('sends nothing for a caller who has left, and lets the next one go', async () => {
    const { farSide, send } = ordered();
    const caller = new AbortController();
    const first = send(write('contacts(1)'));
    const second = send(write('contacts(1)', { signal: caller.signal }));
    const third = send(write('contacts(1)'));
    caller.abort(new Error('left'));
    await setImmediate();
    farSide.came(0).answer(answerOf(204));
    await first;
    await expect(second).rejects.toThrow('left');
    await setImmediate();
    expect(farSide.arrived).toHaveLength(2);
    farSide.came(1).answer(answerOf(204));
    await third;
  });
});
