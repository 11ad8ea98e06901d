import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, pipeline, retryPolicy, TransportError } from '#lib/http';
import { answerOf, scripted } from '#lib/http/testing';
import { abortReason, CircuitOpenError, type Clock } from '#lib/resilience';
import { DataverseClient } from '../dataverse-client.js';
import { accountTable } from '../tables/account.table.js';
import { contactTable } from '../tables/contact.table.js';
import { rowOf } from '../table-map/row-address.js';
import { batchAnswerOf, refusalOf } from '../testing.js';
import { boundaryOf, readMultipart } from '../web-api/batch/read-multipart.js';
import type { RowOutcome } from './row-outcome.js';

const ids = ['0a0a0a0a-0000-4000-8000-000000000001', '0a0a0a0a-0000-4000-8000-000000000002'];
const [first = '', second = ''] = ids;
const url = 'https://contoso.crm4.dynamics.com';

/** Nobody waits: time goes on by itself. */
const hastyClock = (): Clock => {
  let now = 0;
  return { now: () => now, after: () => () => undefined, sleep: async (ms) => void (now += ms) };
};

/** The requests of a batch as they stand in it. */
const partsOf = ({ headers, body }: HttpRequest): string[] =>
  readMultipart(String(body), boundaryOf(headers['content-type']) ?? '');

type Answer = (request: HttpRequest) => HttpResponse;

/** A client that is told at once that the table has the messages, and then answered like this. */
function clientOf(answer: Answer, has = true) {
  const transport = scripted((request) =>
    request.url.includes('sdkmessagefilters')
      ? answerOf(200, { body: JSON.stringify({ value: has ? [{ sdkmessagefilterid: first }] : [] }) })
      : answer(request),
  );
  const client = new DataverseClient(url, transport, 'batch', { clock: hastyClock(), random: () => 0.5 });
  const sent = () => transport.requests.filter((request) => !request.url.includes('sdkmessagefilters'));
  return { client, sent, requests: transport.requests };
}

async function allOf<Entry>(outcomes: AsyncIterable<RowOutcome<Entry>>): Promise<RowOutcome<Entry>[]> {
  const all: RowOutcome<Entry>[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

const bodyOf = (request: HttpRequest | undefined): unknown => JSON.parse(String(request?.body));
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ at: { key: `k${n}` }, row: { name: `Name ${n}` } }));
const targetsIn = (request: HttpRequest): unknown[] => (bodyOf(request) as { Targets: unknown[] }).Targets;

/** learn.microsoft.com/power-apps/developer/data-platform/bulk-operations */
describe('a bulk message on the wire', () => {
  it('holds what was given, also when the caller changes its object afterwards', async () => {
    const { client, sent } = clientOf(() => answerOf(204));
    const row = { name: 'as given' };
    const rows = function* () {
      yield { at: { key: 'k0' }, row };
      row.name = 'changed';
      yield { at: { key: 'k1' }, row: { name: 'another' } };
    };
    await allOf(client.upsertMultiple(accountTable, rows()));
    expect(sent().map(targetsIn)).toMatchObject([[{ name: 'as given' }, { name: 'another' }]]);
  });

  it.each([false, true])(
    'holds the rows of its own chunk, though the memory of those before it is used again (read first: %s)',
    async (readFirst) => {
      const told: unknown[] = [];
      const { client, sent } = clientOf((request) => {
        if (request.method === 'GET') return answerOf(200, { body: '{"value":[]}' });
        told.push(targetsIn(request));
        return answerOf(204);
      });
      const how = { by: 'bulk', mostRows: 2, atOnce: 2, readFirst } as const;
      await allOf(client.upsertMultiple(accountTable, rowsOf(40), how));
      expect(told.flat()).toMatchObject(rowsOf(40).map(({ row }) => row));
      const messages = sent().filter(({ method }) => method === 'POST');
      expect(messages).toHaveLength(20);
      const bodies = messages.map(({ body }) => body as Buffer);
      expect(new Set(bodies.map(({ buffer }) => buffer)).size).toBeLessThan(10);
      // A copy would stand somewhere in the memory that Node keeps for small buffers.
      expect(bodies.filter(({ byteOffset }) => byteOffset !== 0)).toEqual([]);
    },
  );

  it('CreateMultiple: each target says its type, and has a GUID of ours ("CreateMultiple")', async () => {
    const { client, sent } = clientOf(() => answerOf(200, { body: '{"Ids":[]}' }));
    const rows = ids.map((id, n) => ({ id, row: { name: `sample record 000000${n + 1}` } }));
    expect(await allOf(client.createMultiple(accountTable, rows))).toMatchObject([
      { outcome: 'created', id: first },
      { outcome: 'created', id: second },
    ]);
    expect(sent()[0]).toMatchObject({
      method: 'POST',
      url: `${url}/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.CreateMultiple`,
      operation: 'account.create-multiple',
      operations: 2,
      repeatable: false,
      lane: 'batch',
    });
    expect(bodyOf(sent()[0])).toEqual({
      Targets: ids.map((accountid, n) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.account',
        accountid,
        name: `sample record 000000${n + 1}`,
      })),
    });
  });

  it('UpdateMultiple: the primary key in each target, and only what changes ("UpdateMultiple")', async () => {
    const { client, sent } = clientOf(() => answerOf(204));
    const rows = ids.map((at) => ({ at, changes: { city: null } }));
    expect(await allOf(client.updateMultiple(accountTable, rows))).toMatchObject([
      { outcome: 'updated' },
      { outcome: 'updated' },
    ]);
    expect(sent()[0]?.url).toContain('/accounts/Microsoft.Dynamics.CRM.UpdateMultiple');
    expect(bodyOf(sent()[0])).toEqual({
      Targets: ids.map((accountid) => ({
        '@odata.type': 'Microsoft.Dynamics.CRM.account',
        accountid,
        address1_city: null,
      })),
    });
  });

  it('UpsertMultiple: the alternate key in @odata.id, or the primary key ("UpsertMultiple")', async () => {
    const { client, sent } = clientOf(() => answerOf(204));
    const employer = rowOf(accountTable, { key: "O'Brien" });
    const rows = [
      { at: { key: 'a b' }, row: { lastName: 'Ü', employer } },
      { at: first, row: { lastName: 'B' } },
    ];
    expect(await allOf(client.upsertMultiple(contactTable, rows))).toMatchObject([
      { outcome: 'upserted' },
      { outcome: 'upserted' },
    ]);
    expect(bodyOf(sent()[0])).toEqual({
      Targets: [
        {
          '@odata.type': 'Microsoft.Dynamics.CRM.contact',
          '@odata.id': "contacts(cw_key='a%20b')",
          lastname: 'Ü',
          'parentcustomerid_account@odata.bind': "/accounts(cw_key='O''Brien')",
        },
        { '@odata.type': 'Microsoft.Dynamics.CRM.contact', contactid: first, lastname: 'B' },
      ],
    });
  });

  it('is asked for once, in the words of "Availability with standard tables"', async () => {
    const { client, requests } = clientOf(() => answerOf(204));
    await allOf(client.upsertMultiple(accountTable, rowsOf(3), { mostRows: 1 }));
    const asked = requests.filter((request) => request.url.includes('sdkmessagefilters'));
    expect(asked.map((request) => decodeURIComponent(request.url))).toEqual([
      `${url}/api/data/v9.2/sdkmessagefilters?$select=sdkmessagefilterid&$filter=sdkmessageid/name eq 'UpsertMultiple' and primaryobjecttypecode eq 'account'`,
    ]);
  });

  it('is asked for by all who wait for the answer: one who leaves takes no other along', async () => {
    const leaving = new AbortController();
    let answerNow = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answerNow = resolve));
    const client = new DataverseClient(url, async ({ url: asked, signal }) => {
      if (!asked.includes('sdkmessagefilters')) return answerOf(204);
      await answered;
      if (signal?.aborted) throw abortReason(signal);
      return answerOf(200, { body: JSON.stringify({ value: [{ sdkmessagefilterid: first }] }) });
    });
    const left = allOf(client.upsertMultiple(accountTable, rowsOf(1), { signal: leaving.signal }));
    const stayed = allOf(client.upsertMultiple(accountTable, rowsOf(1)));
    await setImmediate();
    leaving.abort();
    answerNow();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    expect(await stayed).toMatchObject([{ outcome: 'upserted' }]);
  });

  it('is a batch with continue-on-error where the table has none, which says what each row was', async () => {
    const answer = batchAnswerOf(200, [answerOf(201), answerOf(200)]);
    const { client, sent } = clientOf(() => answer, false);
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(2)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'updated']);
    const [request] = sent();
    expect([request?.url, request?.headers['prefer']]).toEqual([
      `${url}/api/data/v9.2/$batch`,
      'odata.continue-on-error',
    ]);
    expect(request && partsOf(request)[0]).toContain(
      `PATCH ${url}/api/data/v9.2/accounts(cw_key='k0')?$select=accountid HTTP/1.1`,
    );
  });

  it('that turns out not to be there is a batch from then on', async () => {
    const gone = refusalOf(
      404,
      '0x8006088a',
      "Resource not found for the segment 'Microsoft.Dynamics.CRM.UpsertMultiple'.",
    );
    const { client, sent } = clientOf((request) =>
      request.url.endsWith('$batch') ? batchAnswerOf(200, [answerOf(201)]) : gone,
    );
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(3), { mostRows: 1, atOnce: 1 }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created']);
    expect(sent().filter((request) => request.url.endsWith('UpsertMultiple'))).toHaveLength(1);
  });
});

describe('bad rows among many', () => {
  const tooLong = refusalOf(400, '0x80044331', "the length of the 'name' attribute exceeded '160'");
  const isBad = (n: number, every: number) => n % every === every - 1;
  const bodiesOf = (request: HttpRequest): string[] =>
    request.url.endsWith('$batch')
      ? partsOf(request)
      : targetsIn(request).map((target) => JSON.stringify(target));

  /** Refuses rows by their names, alone in a batch, all together in a message. */
  const refusing = (isRefused: (n: number) => boolean) =>
    clientOf((request) => {
      const numbers = bodiesOf(request).map((body) => Number(/Name (\d+)/.exec(body)?.[1]));
      if (request.url.endsWith('$batch'))
        return batchAnswerOf(
          200,
          numbers.map((n) => (isRefused(n) ? tooLong : answerOf(204))),
        );
      return numbers.some(isRefused) ? tooLong : answerOf(204);
    });

  const formsOf = (requests: readonly HttpRequest[]) =>
    requests.map((request) => `${bodiesOf(request).length}${request.url.endsWith('$batch') ? ' apart' : ''}`);

  const write = ({ client }: ReturnType<typeof refusing>, count: number, rowsACall: number) =>
    allOf(
      client.upsertMultiple(accountTable, rowsOf(count), {
        ...{ firstRows: rowsACall, mostRows: rowsACall, targetMs: 1e9, atOnce: 1 },
      }),
    );

  it('are found by halves, of which the second is not sent whole when the first was done', async () => {
    const dataverse = refusing((n) => n === 399);
    const outcomes = await write(dataverse, 400, 400);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused').map(({ index }) => index)).toEqual([399]);
    expect(formsOf(dataverse.sent())).toEqual(['400', '200', '100', '50', '50 apart']);
  });

  it('leave the other half as open as it was when the first had one', async () => {
    const dataverse = refusing((n) => n === 0);
    await write(dataverse, 200, 200);
    expect(formsOf(dataverse.sent())).toEqual(['200', '100', '50', '50 apart', '50', '100']);
  });

  it('are soon not searched for any more but sent apart, when they are many, and in messages again when they are few', async () => {
    const dataverse = refusing((n) => n < 5_000 && isBad(n, 50));
    const outcomes = await write(dataverse, 25_000, 1_000);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(100);
    const forms = formsOf(dataverse.sent());
    expect(forms.filter((form) => form === '1000 apart').length).toBeGreaterThan(4);
    expect(forms.at(-1)).toBe('1000');
    expect(forms.length).toBeLessThan(60);
  });
});

describe('many rows in trouble', () => {
  it.each([
    ['a 401', answerOf(401)],
    ['a 403', refusalOf(403, '0x80040220')],
    ['a 429', refusalOf(429, '0x80072322')],
    ['a 500', refusalOf(500, '0x80044150')],
    ['a 503', answerOf(503, { body: '<html>' })],
  ])('are never halved for %s', async (_, answer) => {
    let calls = 0;
    const { client, sent } = clientOf(({ method }) => {
      if (method === 'GET') return answerOf(200, { body: '{"value":[]}' });
      return (calls += 1) <= 2 ? answer : answerOf(204);
    });
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(8)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(8).fill('upserted'));
    const writes = sent().filter(({ method }) => method === 'POST');
    expect(new Set(writes.flatMap(targetsIn).map((target) => JSON.stringify(target))).size).toBe(8);
    expect(writes.map((write) => targetsIn(write).length)).toEqual([8, 8, 8]);
  });

  it('are sent in smaller calls after a timeout of the database ("SQL timeout expired")', async () => {
    let calls = 0;
    const { client, sent } = clientOf(({ method }) => {
      if (method === 'GET') return answerOf(200, { body: '{"value":[]}' });
      return (calls += 1) === 1 ? refusalOf(500, '0x80044151') : answerOf(204);
    });
    await allOf(client.upsertMultiple(accountTable, rowsOf(8)));
    const writes = sent().filter(({ method }) => method === 'POST');
    expect(writes.map((write) => targetsIn(write).length)).toEqual([8, 4, 4]);
  });

  it('stay unwritten when Dataverse cannot be reached for longer than they are patient', async () => {
    const { client } = clientOf(() => {
      throw new TransportError('connection-refused', 'not-sent');
    });
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(3)));
    expect(outcomes).toMatchObject(
      Array(3).fill({ outcome: 'not-written', error: { code: 'connection-refused' } }),
    );
  });

  it('are unknown when nobody ever tells, and say what was tried', async () => {
    const { client } = clientOf(() => {
      throw new TransportError('connection-reset', 'unknown');
    });
    const [outcome] = await allOf(client.createMultiple(accountTable, [{ row: { name: 'A' } }]));
    expect(outcome).toMatchObject({ outcome: 'unknown', error: { code: 'connection-reset' } });
    expect(outcome?.outcome === 'unknown' && outcome.tried.slice(0, 2)).toEqual([
      'sent: connection-reset',
      'read: connection-reset',
    ]);
  });

  /** The same over a road that repeats by itself what it is told to be repeatable. */
  const retryingClientOf = (answer: Answer) =>
    new DataverseClient(url, pipeline([retryPolicy({ baseMs: 1 })], scripted(answer)), 'batch', {
      clock: hastyClock(),
      random: () => 0.5,
    });

  it('of a batch whose answer was lost are not called updated, or not there, for what it has done itself', async () => {
    const there = new Set<string>();
    let isLost = false;
    const client = retryingClientOf(({ method, body }) => {
      const value = [...there].map((accountid) => ({ accountid, cw_key: 'k0', name: 'Name 0' }));
      if (method === 'GET') return answerOf(200, { body: JSON.stringify({ value }) });
      const wasThere = there.has(first);
      const isDeletion = String(body).includes('DELETE');
      if (isDeletion) there.delete(first);
      else there.add(first);
      isLost = !isLost;
      if (isLost) throw new TransportError('connection-reset', 'unknown');
      const gone = refusalOf(404, '0x80040217', `Account With Id = ${first} Does Not Exist`);
      return batchAnswerOf(200, [isDeletion && !wasThere ? gone : answerOf(200, { body: '{}' })]);
    });
    expect(await allOf(client.upsertMultiple(accountTable, rowsOf(1), { by: 'batch' }))).toMatchObject([
      { outcome: 'upserted' },
    ]);
    isLost = false;
    expect(await allOf(client.deleteMultiple(accountTable, [first], { by: 'batch' }))).toMatchObject([
      { outcome: 'deleted' },
    ]);
  });

  it('are no duplicates because one of their call was, when they then meet a timeout of the database', async () => {
    const third = '0a0a0a0a-0000-4000-8000-000000000003';
    const rows = [...ids, third].map((id, n) => ({ id, row: { name: `Name ${n}` } }));
    const tooLong = refusalOf(400, '0x80044331', "the length of the 'name' attribute exceeded '160'");
    const answers = [
      refusalOf(412, '0x80040237', 'Cannot insert duplicate key.'),
      tooLong,
      batchAnswerOf(200, [refusalOf(500, '0x80044151'), tooLong]),
    ];
    const { client } = clientOf(({ method }) => {
      const value = [{ accountid: first, name: 'Name 0' }];
      if (method === 'GET') return answerOf(200, { body: JSON.stringify({ value }) });
      return answers.shift() ?? answerOf(200, { body: '{"Ids":[]}' });
    });
    const outcomes = await allOf(client.createMultiple(accountTable, rows));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['unchanged', 'created', 'refused']);
    expect(outcomes[2]).toMatchObject({ error: { code: 'text-too-long' } });
  });

  it('are unknown, and not unwritten, when the circuit opens after an answer was lost', async () => {
    let calls = 0;
    const client = retryingClientOf(() => {
      if ((calls += 1) === 1) throw new TransportError('connection-reset', 'unknown');
      throw new CircuitOpenError('Dataverse', 1_000);
    });
    const changes = [{ at: first, changes: { name: 'A' } }];
    for (const by of ['bulk', 'batch'] as const) {
      calls = 0;
      const [outcome] = await allOf(client.updateMultiple(accountTable, changes, { by }));
      expect(outcome).toMatchObject({ outcome: 'unknown', error: { code: 'circuit-open' } });
    }
  });

  /** The requests of a batch, answered one by one. */
  const batchOf = (request: HttpRequest, answer: () => HttpResponse) =>
    batchAnswerOf(200, partsOf(request).map(answer));

  it('are no wrong call because all of them are gone already', async () => {
    const gone = refusalOf(404, '0x80060891', 'A record with the specified key values does not exist.');
    const { client } = clientOf((request) => batchOf(request, () => gone));
    const addresses = Array.from({ length: 200 }, (_, n) => ({ key: `k${n}` }));
    const outcomes = await allOf(client.deleteMultiple(accountTable, addresses, { firstRows: 40 }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(200).fill('not-there'));
  });

  it('are no wrong call because all of them are there already', async () => {
    const there = Array.from({ length: 200 }, (_, n) => ({
      id: `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, '0')}`,
      row: { name: `Name ${n}` },
    }));
    const value = there.map(({ id, row }) => ({ accountid: id, name: row.name }));
    const { client } = clientOf((request) =>
      request.method === 'GET'
        ? answerOf(200, { body: JSON.stringify({ value }) })
        : batchOf(request, () => refusalOf(412, '0x80040237', 'Cannot insert duplicate key.')),
    );
    const options = { by: 'batch', firstRows: 40 } as const;
    const outcomes = await allOf(client.createMultiple(accountTable, there, options));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(200).fill('unchanged'));
  });

  it('with etags go in a batch, each only as it was read; those that have changed are told, and no wrong call', async () => {
    const changed = refusalOf(412, '0x80060882', 'The version of the existing record does not match.');
    const { client, sent } = clientOf((request) => batchOf(request, () => changed));
    const rows = Array.from({ length: 200 }, (_, n) => ({
      at: `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, '0')}`,
      changes: { name: 'A' },
      etag: `W/"${n}"`,
    }));
    const outcomes = await allOf(client.updateMultiple(accountTable, rows, { firstRows: 40 }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(200).fill('other-version'));
    const [part] = sent().flatMap(partsOf);
    expect(part).toMatch(/if-match: W\/"0"/i);
  });

  it('with etags are unknown, and not of another version, when that may be the one of a lost reply', async () => {
    const changed = refusalOf(412, '0x80060882', 'The version of the existing record does not match.');
    let calls = 0;
    const { client } = clientOf((request) => {
      const value = [{ accountid: first, name: 'A' }];
      if (request.method === 'GET') return answerOf(200, { body: JSON.stringify({ value }) });
      if ((calls += 1) === 1) throw new TransportError('connection-reset', 'unknown');
      return batchOf(request, () => changed);
    });
    // It is stored otherwise than it was sent, as by a plug-in.
    const rows = [{ at: first, changes: { name: 'A ' }, etag: 'W/"1"' }];
    expect(await allOf(client.updateMultiple(accountTable, rows))).toMatchObject([
      {
        outcome: 'unknown',
        error: { code: 'version-mismatch' },
        tried: ['sent: connection-reset', 'read', 'sent: version-mismatch'],
      },
    ]);
  });

  it('that may be absent are looked for when they are not found, since that may be said of what they bind', async () => {
    const absent = refusalOf(404, '0x80040217', `Account With Id = ${first} Does Not Exist`);
    const { client } = clientOf((request) =>
      request.method === 'GET'
        ? answerOf(200, { body: JSON.stringify({ value: [{ contactid: first, cw_key: 'k0' }] }) })
        : batchOf(request, () => absent),
    );
    const changes = { employer: rowOf(accountTable, first) };
    const rows = [0, 1].map((n) => ({ at: { key: `k${n}` }, changes }));
    const outcomes = await allOf(client.updateMultiple(contactTable, rows, { mayBeAbsent: true }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'not-there']);
    const strict = await allOf(client.updateMultiple(contactTable, rows));
    expect(strict.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  it('stop for a missing right, and none of them is left without a result', async () => {
    const { client, sent } = clientOf(() =>
      refusalOf(403, '0x80040220', 'Principal user is missing prvCreateAccount'),
    );
    const outcomes: RowOutcome<unknown>[] = [];
    const writing = (async () => {
      for await (const one of client.upsertMultiple(accountTable, rowsOf(500), { atOnce: 2 }))
        outcomes.push(one);
    })();
    await expect(writing).rejects.toMatchObject({
      code: 'bulk-call-refused',
      cause: { code: 'not-permitted', words: 'Principal user is missing prvCreateAccount' },
    });
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.every(({ outcome }) => outcome === 'not-written')).toBe(true);
    expect(sent().length).toBeLessThan(10);
  });

  it('are refused one by one for a right to a row that others do not need', async () => {
    const denied = refusalOf(403, '0x80048306');
    const { client } = clientOf(() => batchAnswerOf(200, [answerOf(204), denied, answerOf(204)]));
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(3), { by: 'batch' }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['upserted', 'refused', 'upserted']);
  });

  it.each([
    ['a key that is not active', 'The key in the request URI is not valid for resource account.'],
    ['a column that is not known', "Invalid property 'cw_key' was found in entity 'account'."],
  ])('wait for %s for a moment, whatever others beside them have met', async (_, words) => {
    const pending = refusalOf(400, '0x0', words);
    const answers = [[answerOf(204), pending, answerOf(204)], [answerOf(204)]];
    const { client } = clientOf(() => batchAnswerOf(200, answers.shift() ?? []));
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(3), { by: 'batch' }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['upserted', 'upserted', 'upserted']);
  });

  it('with a value that JSON cannot write are refused without it, and cost no other row', async () => {
    const { client, sent } = clientOf(() => answerOf(204));
    const rows = [...rowsOf(2), { at: { key: 'k2' }, row: { name: 4_711n as unknown as string } }];
    const outcomes = await allOf(client.upsertMultiple(accountTable, rows));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['upserted', 'upserted', 'refused']);
    const refusal = outcomes[2]?.outcome === 'refused' ? outcomes[2].error : undefined;
    expect(refusal).toMatchObject({ name: 'MappingError', code: 'wrong-value' });
    expect(refusal?.cause).toBeUndefined();
    expect(sent().map(targetsIn)).toMatchObject([[{ name: 'Name 0' }, { name: 'Name 1' }]]);
  });

  it('that are too large together are sent in halves, and one that is too large alone is refused', async () => {
    const { client } = clientOf((request) =>
      String(request.body).includes('Name 2') || targetsIn(request).length > 4
        ? answerOf(413)
        : answerOf(204),
    );
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(8)));
    expect(outcomes.filter(({ outcome }) => outcome === 'refused').map(({ index }) => index)).toEqual([2]);
    expect(outcomes.filter(({ outcome }) => outcome === 'upserted')).toHaveLength(7);
  });

  it('that are too large together for one batch are sent in halves, too', async () => {
    const { client } = clientOf(({ body }) => {
      const count = String(body).split('PATCH ').length - 1;
      return count > 2 ? answerOf(413) : batchAnswerOf(200, Array(count).fill(answerOf(204)));
    });
    const outcomes = await allOf(client.upsertMultiple(accountTable, rowsOf(7), { by: 'batch' }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(7).fill('upserted'));
  });

  it('end with the error of their input, after what came before it', async () => {
    const { client } = clientOf(() => answerOf(204));
    async function* broken() {
      yield* rowsOf(3);
      throw new Error('The file is damaged.');
    }
    const outcomes: RowOutcome<unknown>[] = [];
    const writing = (async () => {
      for await (const one of client.upsertMultiple(accountTable, broken())) outcomes.push(one);
    })();
    await expect(writing).rejects.toThrow('The file is damaged.');
    expect(outcomes).toHaveLength(3);
  });

  it('end with their caller, and read no more of the input', async () => {
    const { client, sent } = clientOf(() => answerOf(204));
    let read = 0;
    let isClosed = false;
    function* endless() {
      try {
        for (;;) yield { at: { key: `k${(read += 1)}` }, row: { name: 'A' } };
      } finally {
        isClosed = true;
      }
    }
    for await (const { index } of client.upsertMultiple(accountTable, endless(), { mostRows: 10, atOnce: 2 }))
      if (index === 25) break;
    expect(isClosed).toBe(true);
    expect(read).toBeLessThan(120);
    expect(sent().length).toBeLessThan(12);
  });

  it('heed the caller’s abort: what was under way is unknown', async () => {
    const leaving = new AbortController();
    const { client } = clientOf(() => {
      leaving.abort();
      throw abortReason(leaving.signal);
    });
    const outcomes: RowOutcome<unknown>[] = [];
    const writing = (async () => {
      const options = { signal: leaving.signal };
      for await (const one of client.upsertMultiple(accountTable, rowsOf(3), options)) outcomes.push(one);
    })();
    await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(3).fill('unknown'));
  });
});

describe('cases to close', () => {
  const casesOf = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ at: { key: `k${n}` }, resolution: { subject: 'Mended' } }));
  const alreadyResolved = refusalOf(400, '0x800404cf', 'This case has already been resolved.');
  const readOf = (states: readonly number[]) =>
    answerOf(200, {
      body: JSON.stringify({
        value: states.map((statecode, n) => ({ incidentid: first, cw_key: `k${n}`, statecode })),
      }),
    });
  const keysIn = (request: HttpRequest) => partsOf(request).map((part) => /cw_key='(k\d+)'/.exec(part)?.[1]);

  it.each([undefined, 'bulk'] as const)('go as batches of CloseIncident, by %s', async (by) => {
    const { client, requests } = clientOf(() => batchAnswerOf(200, [answerOf(204), answerOf(204)]));
    const outcomes = await allOf(client.closeCases(casesOf(2), { by }));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['closed', 'closed']);
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request).toMatchObject({ operation: 'incident.close-batch', operations: 2, repeatable: false });
    expect(request?.headers['prefer']).toBe('odata.continue-on-error');
    const [part = ''] = request ? partsOf(request) : [];
    expect(part).toContain(`POST ${url}/api/data/v9.2/CloseIncident HTTP/1.1`);
    expect(JSON.parse(part.slice(part.lastIndexOf('\r\n') + 2))).toEqual({
      IncidentResolution: {
        '@odata.type': 'Microsoft.Dynamics.CRM.incidentresolution',
        subject: 'Mended',
        'incidentid@odata.bind': "/incidents(cw_key='k0')",
      },
      Status: 5,
    });
  });

  it('are looked at after a lost reply, since each message would leave one more activity', async () => {
    const closed = new Set<string | undefined>();
    const activities: (string | undefined)[] = [];
    const { client } = clientOf((request) => {
      if (request.method === 'GET') return readOf([0, 1, 2, 3].map((n) => (closed.has(`k${n}`) ? 1 : 0)));
      const keys = keysIn(request);
      const isFirst = activities.length === 0;
      for (const key of isFirst ? keys.slice(0, 2) : keys) {
        closed.add(key);
        activities.push(key);
      }
      if (isFirst) throw new TransportError('connection-reset', 'unknown');
      return batchAnswerOf(
        200,
        keys.map(() => answerOf(204)),
      );
    });
    const outcomes = await allOf(client.closeCases(casesOf(4)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['closed', 'closed', 'closed', 'closed']);
    expect(activities).toEqual(['k0', 'k1', 'k2', 'k3']);
  });

  it('that are refused are asked whether they are closed already, however many they are', async () => {
    const { client } = clientOf((request) =>
      request.method === 'GET'
        ? readOf([1, 2, 0, ...Array<number>(297).fill(1)])
        : batchAnswerOf(
            200,
            keysIn(request).map(() => alreadyResolved),
          ),
    );
    const outcomes = await allOf(client.closeCases(casesOf(300)));
    expect(outcomes.slice(0, 4).map(({ outcome }) => outcome)).toEqual([
      'already-closed',
      'refused',
      'refused',
      'already-closed',
    ]);
    expect(outcomes.filter(({ outcome }) => outcome === 'already-closed')).toHaveLength(298);
  });

  it('that are not there are refused', async () => {
    const { client, sent } = clientOf(() => batchAnswerOf(200, [refusalOf(404, '0x80060891')]));
    expect(await allOf(client.closeCases(casesOf(1)))).toMatchObject([
      { outcome: 'refused', error: { code: 'row-not-found' } },
    ]);
    expect(sent()).toHaveLength(1);
  });
});
