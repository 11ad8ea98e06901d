import axios from 'axios';
import { afterEach, describe, expect, it } from 'vitest';
import { type AttemptReport, axiosTransport, logPolicy, TransportError, UndiciConnections } from '#lib/http';
import { answerOf, loopbackServer, scripted } from '#lib/http/testing';
import type { BatchItem, BatchOperation, ChangeSetOperation } from '../web-api/batch/batch-operation.js';
import { contactTable } from '../tables/contact.table.js';
import { batchAnswerOf, connectedClient, refusalOf } from '../testing.js';
import { WebApi } from '../web-api/web-api.js';

const url = 'https://contoso.crm4.dynamics.com';
const done = answerOf(204);
const tooLong = refusalOf(
  400,
  '0x80044331',
  "The length of the 'lastname' attribute of the 'contact' entity",
);
const busy = refusalOf(500, '0x80044151');
const lost = new TransportError('attempt-timeout', 'unknown');

const create = (rest: Partial<ChangeSetOperation> = {}): ChangeSetOperation => ({
  operation: 'contact.create',
  method: 'POST',
  path: 'contacts',
  body: { lastname: 'Müller' },
  repeatable: false,
  table: contactTable,
  expect: [204],
  ...rest,
});
const read: BatchOperation = {
  operation: 'contact.retrieve',
  method: 'GET',
  path: 'contacts',
  repeatable: true,
  expect: [200],
};

const cleanUp: (() => unknown)[] = [];

function connected(...steps: Parameters<typeof connectedClient>) {
  const road = connectedClient(...steps);
  cleanUp.push(() => road.connection.close());
  return { ...road, api: road.client.webApi };
}

const outcomes = (results: readonly { outcome: string }[]) => results.map(({ outcome }) => outcome);
const numbered = (answer: ReturnType<typeof answerOf>, contentId: number) => ({
  ...answer,
  headers: { ...answer.headers, 'content-id': String(contentId) },
});

afterEach(async () => {
  for (const each of cleanUp.splice(0)) await each();
});

describe('a batch pays', () => {
  it('check 5: one request, and all of its execution time', async () => {
    const answer = { ...batchAnswerOf(200, Array(3).fill(done)), durationMs: 1_234 };
    const { api, connection } = connected(answer);
    await api.batch([create(), create(), create()]);
    expect(connection.health().budget.used).toEqual({ requests: 1, executionMs: 1_234 });
  });

  it('check 5: each of its operations to whoever counts them for 24 hours', async () => {
    const reports: AttemptReport[] = [];
    const transport = scripted(batchAnswerOf(200, [done, [done, done]]), answerOf(200));
    const policy = logPolicy({ onAttempt: (report) => reports.push(report) });
    const api = new WebApi(url, (request) => policy.send(request, transport));
    await api.batch([create(), { changeSet: [create(), create()] }], { operation: 'contact.load' });
    await api.request(read);
    expect(reports.map(({ operation, operations = 1 }) => [operation, operations])).toEqual([
      ['contact.load', 3],
      ['contact.retrieve', 1],
    ]);
  });

  it('check 5: nothing for what Dataverse would refuse: more than 1,000 operations, or none', async () => {
    const { api, requests } = connected(done);
    const thousand = Array<BatchItem>(1_000).fill(create());
    for (const items of [
      [...thousand, create()],
      [...thousand, { changeSet: [create()] }],
      [],
      [{ changeSet: [] }],
    ])
      await expect(api.batch(items)).rejects.toThrow(RangeError);
    expect(requests).toHaveLength(0);
  });

  it('check 5: is sent again as a whole, and only if each operation can be', async () => {
    for (const [second, times] of [
      [true, 2],
      [false, 1],
    ] as const) {
      for (const first of [lost, batchAnswerOf(503, [busy]), answerOf(504)]) {
        const { api, requests } = connected(first, batchAnswerOf(200, [done, done]));
        const items = [create({ repeatable: true }), { changeSet: [create({ repeatable: second })] }];
        await api.batch(items).catch(() => undefined);
        expect(requests).toHaveLength(times);
      }
    }
  });

  it('check 5: a 429 of the whole is waited for, since nothing was done; one that ended it halfway is not', async () => {
    const throttled = { ...refusalOf(429, '0x80072322'), headers: { 'retry-after': '0' } };
    const whole = connected(throttled, batchAnswerOf(200, [done]));
    expect(outcomes(await whole.api.batch([create()]))).toEqual(['answered']);
    const halfway = connected({ ...batchAnswerOf(429, [done, throttled]), durationMs: 5 });
    const results = await halfway.api.batch([create(), create(), create()]);
    expect(outcomes(results)).toEqual(['answered', 'refused', 'not-executed']);
    expect(results[1]).toMatchObject({ error: { code: 'throttled', retryAfterMs: 0 } });
    expect(halfway.requests).toHaveLength(1);
  });
});

describe('a batch on the wire', () => {
  it('check 6: is as many bytes as it says, and the last of them are CRLF', async () => {
    const received: Buffer[] = [];
    let told: string | undefined;
    const server = await loopbackServer((request, response) => {
      told = request.headers['content-length'];
      request.on('data', (chunk: Buffer) => received.push(chunk));
      request.on('end', () => {
        const { headers, body } = batchAnswerOf(200, [answerOf(200, { body: '{"lastname":"Ü – 🚲"}' })]);
        response.writeHead(200, headers).end(body);
      });
    });
    const connections = new UndiciConnections({ closeTimeoutMs: 20 });
    cleanUp.push(
      () => connections.close(),
      () => server.close(),
    );
    const api = new WebApi(server.url, axiosTransport(axios.create({ adapter: connections.adapter })));
    const [result] = await api.batch([create({ body: { lastname: 'Ü – 🚲' }, expect: [200] })]);
    const bytes = Buffer.concat(received);
    expect(Number(told)).toBe(bytes.length);
    expect(bytes.toString()).toMatch(/\{"lastname":"Ü – 🚲"\}\r\n--batch_[0-9a-f-]{36}--\r\n$/);
    expect(bytes.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(result).toMatchObject({ response: { body: '{"lastname":"Ü – 🚲"}' } });
  });

  it('check 6: has absolute URLs, references as they are, and the headers of an operation with the operation', async () => {
    const { api, requests } = connected(batchAnswerOf(200, [[done, done], answerOf(200)]));
    await api.batch(
      [
        {
          changeSet: [
            create({ contentId: 7, prefer: 'return=minimal', bypass: 'custom-plug-ins', tag: 'load' }),
            create({ method: 'PUT', path: '$7/parentcustomerid_account/$ref' }),
          ],
        },
        read,
      ],
      { continueOnError: true, onBehalfOf: '0A0A0A0A-0000-4000-8000-000000000001', lane: 'batch' },
    );
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: `${url}/api/data/v9.2/$batch`, lane: 'batch' });
    expect(request?.headers).toMatchObject({
      prefer: 'odata.continue-on-error',
      callerobjectid: '0a0a0a0a-0000-4000-8000-000000000001',
      'odata-version': '4.0',
    });
    const lines = String(request?.body).split('\r\n');
    expect(lines.filter((line) => /HTTP\/1\.1$|^Content-ID|^(prefer|mscrm)/.test(line))).toEqual([
      'Content-ID: 7',
      `POST ${url}/api/data/v9.2/contacts?tag=load HTTP/1.1`,
      'prefer: return=minimal',
      'mscrm.bypasscustompluginexecution: true',
      'Content-ID: 100001',
      'PUT $7/parentcustomerid_account/$ref HTTP/1.1',
      `GET ${url}/api/data/v9.2/contacts HTTP/1.1`,
    ]);
  });

  it('check 6: a change set holds no read, as the compiler says', () => {
    // @ts-expect-error a read changes nothing that could be taken back
    const items: BatchItem[] = [{ changeSet: [read] }];
    expect(items).toHaveLength(1);
  });

  it('check 6: two operations with one number are refused before anything is sent', async () => {
    const { api, requests } = connected(done);
    const changeSet = [create({ contentId: 1 }), create({ contentId: 1 })];
    await expect(api.batch([{ changeSet }])).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });

  it('check 6: a read whose URL is too long for a request of its own goes as a batch of one', async () => {
    const path = `contacts?$filter=${'a'.repeat(32_000)}`;
    const page = answerOf(200, { body: '{"value":[]}' });
    const { api, requests } = connected(batchAnswerOf(200, [page]), batchAnswerOf(400, [tooLong]), page);
    expect(await api.json({ ...read, path })).toEqual({ value: [] });
    await expect(api.request({ ...read, path })).rejects.toMatchObject({
      operation: 'contact.retrieve',
      code: 'text-too-long',
    });
    await api.request(read);
    expect(requests.map(({ method, operation }) => [method, operation])).toEqual([
      ['POST', 'contact.retrieve'],
      ['POST', 'contact.retrieve'],
      ['GET', 'contact.retrieve'],
    ]);
  });
});

describe('failures in a batch', () => {
  it('check 7: the first one ends it, and what stands behind was not executed', async () => {
    const { api } = connected(batchAnswerOf(400, [done, tooLong]));
    const results = await api.batch([create(), create(), read, { changeSet: [create(), create()] }]);
    expect(outcomes(results)).toEqual(['answered', 'refused', ...Array(3).fill('not-executed')]);
    expect(results[1]).toMatchObject({
      error: { operation: 'contact.create', code: 'text-too-long', column: 'lastname', retry: 'never' },
    });
  });

  it('check 7: with continue-on-error they are found behind a 200', async () => {
    const page = answerOf(200, { body: '{"value":[]}' });
    const { api } = connected(batchAnswerOf(200, [tooLong, done, refusalOf(403, '0x80040220'), page]));
    const results = await api.batch([create(), create(), create(), read], { continueOnError: true });
    expect(outcomes(results)).toEqual(['refused', 'answered', 'refused', 'answered']);
    expect(results[2]).toMatchObject({ error: { code: 'not-permitted' } });
  });

  it('check 7: a 2xx that was not expected is none of Dataverse’s', async () => {
    const { api } = connected(batchAnswerOf(200, [answerOf(200, { body: '<html>' })]));
    expect(await api.batch([create()])).toMatchObject([{ error: { code: 'unexpected-answer' } }]);
  });

  it.each([
    ['nested', [numbered(tooLong, 2)]],
    ['plain', numbered(tooLong, 2)],
  ])('check 7: the one error of a change set, %s, is that of the operation it names', async (_, failure) => {
    const { api } = connected(batchAnswerOf(200, [failure, done]));
    const changeSet = [1, 2, 3].map((contentId) => create({ contentId }));
    const results = await api.batch([{ changeSet }, create()], { continueOnError: true });
    expect(outcomes(results)).toEqual(['rolled-back', 'refused', 'rolled-back', 'answered']);
    expect(results[0]).toMatchObject({ error: { operation: 'contact.create', column: 'lastname' } });
  });

  it('check 7: an error that names no operation took all of them back', async () => {
    for (const failure of [tooLong, [tooLong], [numbered(tooLong, 9)]]) {
      const { api } = connected(batchAnswerOf(400, [failure]));
      const results = await api.batch([{ changeSet: [create(), create()] }, read]);
      expect(outcomes(results)).toEqual(['rolled-back', 'rolled-back', 'not-executed']);
      expect(results[0]).toMatchObject({ error: { operation: 'batch', code: 'text-too-long' } });
    }
  });

  it('check 7: the answers of a change set are told apart by their numbers, else by their order', async () => {
    const created = (name: string) => answerOf(204, { headers: { 'odata-entityid': name } });
    const changeSet = [create({ contentId: 1 }), create({ contentId: 2 })];
    for (const answers of [
      [numbered(created('b'), 2), numbered(created('a'), 1)],
      [created('a'), created('b')],
    ]) {
      const { api } = connected(batchAnswerOf(200, [answers]));
      expect(await api.batch([{ changeSet }])).toMatchObject([
        { response: { headers: { 'odata-entityid': 'a' } } },
        { response: { headers: { 'odata-entityid': 'b' } } },
      ]);
    }
  });

  it('check 7: a 412 without a code is a mismatch for who asked for a version, and a row that is there for others', async () => {
    const { api } = connected(batchAnswerOf(200, [answerOf(412), answerOf(412)]));
    const results = await api.batch([create({ headers: { 'if-match': 'W/"1"' } }), create()], {
      continueOnError: true,
    });
    expect(results).toMatchObject([
      { error: { code: 'version-mismatch' } },
      { error: { code: 'row-exists' } },
    ]);
  });

  it('check 7: a batch that was refused as a whole is one refusal', async () => {
    const refused = connected(refusalOf(400, '0x80048d19'));
    await expect(refused.api.batch([create()])).rejects.toMatchObject({ operation: 'batch', status: 400 });
    const page = connected(answerOf(200, { body: '<html>', headers: { 'content-type': 'text/html' } }));
    await expect(page.api.batch([create()])).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  it.each([
    ['too few answers behind a 200', batchAnswerOf(200, [done])],
    ['too many answers', batchAnswerOf(200, [done, [done, done], done])],
    ['no answers', batchAnswerOf(400, [])],
    ['a failure that is in no part', batchAnswerOf(400, [done, [done, done]])],
    ['too few answers to a change set', batchAnswerOf(200, [done, [done]])],
    [
      'several answers to one operation',
      batchAnswerOf(200, [
        [done, done],
        [done, done],
      ]),
    ],
    ['half an answer', { ...batchAnswerOf(200, [done, [done, done]]), body: '--batchresponse_1\r\n' }],
  ])('check 7: %s leave the outcome unknown, and nobody sends it again', async (_, answer) => {
    const { api, requests } = connected(answer);
    const items = [create(), { changeSet: [create(), create()] }];
    await expect(api.batch(items)).rejects.toMatchObject({ name: 'BatchAnswerError', outcome: 'unknown' });
    expect(requests).toHaveLength(1);
  });

  it('check 7: with continue-on-error a failure at the end does not explain missing answers', async () => {
    const { api } = connected(batchAnswerOf(200, [tooLong]));
    const batch = api.batch([create(), create()], { continueOnError: true });
    await expect(batch).rejects.toMatchObject({ code: 'unreadable-batch-answer' });
  });

  it('check 7: no answer at all is that of the whole', async () => {
    const { api } = connected(lost);
    await expect(api.batch([create(), read])).rejects.toMatchObject({ outcome: 'unknown' });
  });
});
