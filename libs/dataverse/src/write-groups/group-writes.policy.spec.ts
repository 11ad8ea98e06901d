import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, pipeline, TransportError } from '#lib/http';
import { answerOf, requestOf } from '#lib/http/testing';
import { ManualClock } from '#lib/resilience/testing';
import { batchAnswerOf, refusalOf } from '../testing.js';
import { groupWritesPolicy } from './group-writes.policy.js';
import { FarSide } from './testing.js';
import type { WriteGroupsOptions } from './write-groups.js';

const url = 'https://contoso.crm4.dynamics.com';
const root = `${url}/api/data/v9.2/`;
const done = answerOf(204);

const write = (name: string, rest: Partial<HttpRequest> = {}) =>
  requestOf({ method: 'PATCH', url: `${root}contacts(${name})`, body: `{"name":"${name}"}`, ...rest });

/** One request may be on its way, and each knows what it carries. */
function grouping(options: Partial<WriteGroupsOptions> = {}) {
  const farSide = new FarSide();
  const clock = new ManualClock();
  const waits: (readonly number[])[] = [];
  const policy = groupWritesPolicy({
    atOnce: 1,
    ...options,
    url,
    clock,
    onSent: (_, waitedMs) => waits.push(waitedMs),
  });
  const send = pipeline([policy], farSide.send);
  const writeAll = (names: string, rest: Partial<HttpRequest> = {}) =>
    names.split(' ').map((name) => send(write(name, rest)));
  const answerAll = async (at: number) => {
    farSide.came(at).answerEach(({ url: of }) => ({ ...done, headers: { 'odata-entityid': of } }));
    await setImmediate();
  };
  return { farSide, clock, send, writeAll, answerAll, waits };
}

/** A batch of `2 3 4` that is on its way, behind a write that has been answered. */
async function batchOnItsWay(rest: Partial<HttpRequest> = {}, options: Partial<WriteGroupsOptions> = {}) {
  const group = grouping(options);
  const [first, ...answers] = group.writeAll('1 2 3 4', rest);
  await group.answerAll(0);
  await first;
  return { ...group, answers, batch: group.farSide.came(1) };
}

const statuses = async (answers: readonly Promise<HttpResponse>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const failures = async (answers: readonly Promise<HttpResponse>[]) =>
  (await Promise.allSettled(answers)).map((each) =>
    each.status === 'rejected' ? (each.reason as Error) : each.value,
  );

describe('writes that share requests', () => {
  it('go alone, at once and unchanged while there is room', () => {
    const { farSide, writeAll } = grouping({ atOnce: 3 });
    void writeAll('1 2 3');
    expect(farSide.carried()).toEqual([['contacts(1)'], ['contacts(2)'], ['contacts(3)']]);
    expect(farSide.came(0).request).toEqual(write('1'));
  });

  it('wait when there is none, and go together as soon as there is', async () => {
    const { farSide, writeAll, answerAll } = grouping();
    const answers = writeAll('1 2 3 4');
    expect(farSide.carried()).toEqual([['contacts(1)']]);
    await answerAll(0);
    expect(farSide.carried()[1]).toEqual(['contacts(2)', 'contacts(3)', 'contacts(4)']);
    await answerAll(1);
    const ids = (await Promise.all(answers)).map(({ headers }) => headers['odata-entityid']);
    expect(ids).toEqual(['1', '2', '3', '4'].map((name) => `${root}contacts(${name})`));
  });

  it('go alone again when there was a backlog of one', async () => {
    const { farSide, writeAll, answerAll } = grouping();
    void writeAll('1 2');
    await answerAll(0);
    expect(farSide.came(1).request).toEqual(write('2'));
  });

  it('are shared out among the places, since a batch takes as long as all that it holds', async () => {
    const { farSide, writeAll, answerAll } = grouping({ atOnce: 2 });
    void writeAll('1 2 3 4 5 6');
    await answerAll(0);
    await answerAll(1);
    expect(farSide.carried().slice(2)).toEqual([['contacts(3)', 'contacts(4)'], ['contacts(5)']]);
  });

  it('wait no longer than they may, although no place is free', async () => {
    const { farSide, clock, writeAll, waits } = grouping({ longestDelayMs: 250 });
    void writeAll('1 2');
    await clock.advance(100);
    void writeAll('3');
    await clock.advance(149);
    expect(farSide.arrived).toHaveLength(1);
    await clock.advance(1);
    expect(farSide.carried()[1]).toEqual(['contacts(2)', 'contacts(3)']);
    expect(waits).toEqual([[0], [250, 150]]);
    expect(clock.asleep).toBe(0);
  });

  it('are as many as may be in one batch, and hold as many bytes', async () => {
    const many = grouping({ mostOperations: 2 });
    void many.writeAll('1 2 3 4');
    await many.answerAll(0);
    expect(many.farSide.carried()[1]).toEqual(['contacts(2)', 'contacts(3)']);
    const large = grouping({ mostBytes: 30 });
    void large.writeAll('1 2 3 4');
    await large.answerAll(0);
    expect(large.farSide.carried()[1]).toEqual(['contacts(2)', 'contacts(3)']);
    void large.send(write('5', { body: 'x'.repeat(31) }));
    expect(large.farSide.carried().at(-1)).toEqual(['contacts(5)']);
  });

  it('are fewer in one batch when they were slow', async () => {
    const { farSide, writeAll } = grouping();
    const answers = writeAll('1 2 3 4 5 6 7 8 9 10 11 12');
    farSide.came(0).answer({ ...done, durationMs: 20_000 });
    await setImmediate();
    expect(farSide.carried()[1]).toHaveLength(6);
    farSide.came(1).fail(new TransportError('attempt-timeout', 'unknown'));
    await failures(answers.slice(1, 7));
    await setImmediate();
    expect(farSide.carried()[2]).toHaveLength(3);
  });

  it('are fewer in one batch when the budget asks for smaller calls', async () => {
    const { farSide, writeAll, answerAll } = grouping({ callScale: () => 0.2 });
    void writeAll('1 2 3 4 5');
    await answerAll(0);
    expect(farSide.carried()[1]).toEqual(['contacts(2)', 'contacts(3)']);
  });

  it('share with none of another lane, of another person or of another consistency', async () => {
    const { farSide, send, writeAll, answerAll } = grouping();
    void writeAll('1 2');
    void writeAll('3 4', { lane: 'event' });
    void writeAll('5 6', { headers: { callerobjectid: 'a' } });
    void send(requestOf());
    expect(farSide.carried()).toEqual([['contacts(1)'], ['contacts(3)'], ['contacts(5)'], ['contacts']]);
    for (const at of [0, 1, 2]) await answerAll(at);
    expect(farSide.carried().slice(4)).toEqual([['contacts(2)'], ['contacts(4)'], ['contacts(6)']]);
  });
});

describe('a batch of writes', () => {
  it('says for all what is of all, and leaves to each what is its own', async () => {
    const { farSide, send, answerAll } = grouping();
    const headers = { accept: 'application/json', 'if-none-match': 'null', callerobjectid: 'a' };
    const one = { ...headers, traceparent: '00-1', 'if-match': '*', 'content-type': 'application/json' };
    const two = { ...headers, traceparent: '00-2', 'if-none-match': '*' };
    void send(write('1', { headers }));
    void send(write('2', { headers: one, deadline: 5, attempt: 2 }));
    void send(write('3', { headers: two, deadline: 9, repeatable: false, renewToken: true }));
    await answerAll(0);
    const { request, writes } = farSide.came(1);
    expect(request).toMatchObject({
      operation: 'write-group',
      operations: 2,
      method: 'POST',
      url: `${root}$batch`,
      headers: { callerobjectid: 'a', traceparent: '00-1', prefer: 'odata.continue-on-error' },
      repeatable: false,
      deadline: 9,
      attempt: 2,
      renewToken: true,
    });
    expect(writes.map(({ headers: own }) => own)).toEqual([
      { 'if-match': '*', 'content-type': 'application/json' },
      { traceparent: '00-2', 'if-none-match': '*' },
    ]);
  });

  it('gives each caller its own refusal', async () => {
    const { batch, answers } = await batchOnItsWay();
    const refusal = refusalOf(400, '0x80044331');
    batch.answerEach(({ url: of }) => (of.endsWith('(3)') ? refusal : done));
    const [second, third, fourth] = await Promise.all(answers);
    expect([second?.status, fourth?.status]).toEqual([204, 204]);
    expect(third).toMatchObject({ status: 400, body: refusal.body });
  });

  it.each([401, 403, 429, 500, 503])('gives a refusal of the whole to each caller: %i', async (status) => {
    const { farSide, batch, answers } = await batchOnItsWay();
    batch.answer(answerOf(status));
    expect(await statuses(answers)).toEqual([status, status, status]);
    expect(farSide.arrived).toHaveLength(2);
  });

  it.each([400, 404, 405, 413, 415, 501])(
    'is taken apart when it is refused for what it is: %i',
    async (status) => {
      const { farSide, batch, answers, answerAll } = await batchOnItsWay();
      batch.answer(answerOf(status));
      await setImmediate();
      expect(farSide.carried().slice(2)).toEqual([['contacts(2)'], ['contacts(3)'], ['contacts(4)']]);
      for (const at of [2, 3, 4]) await answerAll(at);
      expect(await statuses(answers)).toEqual([204, 204, 204]);
    },
  );

  it('is not taken apart for a fault that may have come halfway', async () => {
    const { farSide, batch, answers } = await batchOnItsWay();
    batch.answer(refusalOf(400, '0x80040216'));
    expect(await statuses(answers)).toEqual([400, 400, 400]);
    expect(farSide.arrived).toHaveLength(2);
  });

  it('without an answer leaves the same unknown to each caller', async () => {
    const { batch, answers } = await batchOnItsWay();
    const lost = new TransportError('connection-reset', 'unknown');
    batch.fail(lost);
    expect(await failures(answers)).toEqual([lost, lost, lost]);
  });

  it.each([
    ['breaks off', () => ({ ...batchAnswerOf(200, [done, done, done]), body: '--batchresponse_1\r\n' })],
    ['has fewer parts', () => batchAnswerOf(200, [done, done])],
    ['has the parts of a change set', () => batchAnswerOf(200, [done, [done], done])],
  ])('with an answer that %s leaves it unknown, too', async (_, answer) => {
    const { batch, answers } = await batchOnItsWay();
    batch.answer(answer());
    for (const each of await failures(answers))
      expect(each).toMatchObject({ name: 'TransportError', outcome: 'unknown' });
  });

  it.each([200, 204, 302])('takes no %i without parts for a success', async (status) => {
    const { batch, answers } = await batchOnItsWay();
    batch.answer(answerOf(status, { body: '{}' }));
    for (const each of await failures(answers))
      expect(each).toMatchObject({ code: 'unexpected-answer', operation: 'contact.retrieve' });
  });

  it('that ends at a failure, although it was to go on, was not sent for those behind it', async () => {
    const { batch, answers } = await batchOnItsWay();
    batch.answer(batchAnswerOf(412, [done, answerOf(412)]));
    expect(await failures(answers)).toMatchObject([
      { status: 204 },
      { status: 412 },
      { name: 'TransportError', outcome: 'not-sent' },
    ]);
  });

  it.each<[string, Error | HttpResponse]>([
    ['nobody answers', new TransportError('attempt-timeout', 'unknown')],
    ['the far side fails', answerOf(503)],
  ])('is not met again by those in it when %s', async (_, end) => {
    const caller = new AbortController();
    const { farSide, send, batch, answers } = await batchOnItsWay({ signal: caller.signal });
    if (end instanceof Error) batch.fail(end);
    else batch.answer(end);
    await Promise.allSettled(answers);
    void send(write('2', { signal: caller.signal }));
    void send(write('3', { signal: caller.signal }));
    void send(write('5'));
    void send(write('6'));
    expect(farSide.carried().slice(2)).toEqual([['contacts(2)'], ['contacts(3)'], ['contacts(5)']]);
  });
});

describe('a caller who leaves', () => {
  it('while it waits is not sent, and leaves no timer behind', async () => {
    const { farSide, clock, send, answerAll } = grouping();
    const caller = new AbortController();
    void send(write('1'));
    const second = send(write('2', { signal: caller.signal }));
    caller.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    expect(clock.asleep).toBe(0);
    await answerAll(0);
    expect(farSide.arrived).toHaveLength(1);
  });

  it('before it begins is not sent', async () => {
    const { farSide, send } = grouping();
    const signal = AbortSignal.abort(new Error('left'));
    await expect(send(write('1', { signal }))).rejects.toThrow('left');
    expect(farSide.arrived).toHaveLength(0);
  });

  it('on the way takes nobody along, and the last to leave cancels the batch', async () => {
    const { farSide, send, answerAll } = grouping();
    const callers = [new AbortController(), new AbortController()];
    void send(write('1'));
    const answers = callers.map(({ signal }, at) => send(write(`${at + 2}`, { signal })));
    await answerAll(0);
    const { request } = farSide.came(1);
    callers[0]?.abort(new Error('left'));
    expect(request.signal?.aborted).toBe(false);
    callers[1]?.abort(new Error('left, too'));
    expect(request.signal?.aborted).toBe(true);
    for (const each of await failures(answers)) expect(each).toMatchObject({ message: 'left, too' });
  });

  it('is not sent by itself when its batch is taken apart', async () => {
    const caller = new AbortController();
    const { farSide, send, answerAll } = grouping();
    void send(write('1'));
    const second = send(write('2', { signal: caller.signal }));
    const third = send(write('3'));
    await answerAll(0);
    caller.abort(new Error('left'));
    farSide.came(1).answer(answerOf(413));
    await expect(second).rejects.toThrow('left');
    await answerAll(2);
    expect((await third).status).toBe(204);
    expect(farSide.carried().slice(2)).toEqual([['contacts(3)']]);
  });
});

describe('the limits of groups', () => {
  it.each([
    { atOnce: 0 },
    { mostOperations: 0 },
    { mostOperations: 1_001 },
    { atOnce: 1.5 },
    { longestDelayMs: -1 },
  ])('must let something be sent, and be none that Dataverse refuses: %o', (limits) => {
    expect(() => groupWritesPolicy({ url, ...limits })).toThrow(RangeError);
  });
});
