import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { smallCase } from '../../../../test/support/sample-case.js';
import { ServiceUnderTest } from '../../../../test/support/service-under-test.js';
import { startWebsiteIntake } from '../start.js';

const CASES = '/cases/v1/cases';
const PATIENCE_MS = 2_000;

const startIntake = () =>
  ServiceUnderTest.start(startWebsiteIntake, ({ audience, dataverseUrl }) => ({
    INTAKE_PORT: '0',
    INTAKE_AUDIENCE: audience,
    INTAKE_PATIENCE_MS: String(PATIENCE_MS),
    INTAKE_CONCURRENCY: '2',
    INTAKE_REPORTER_SECRET: 'the secret of this spec',
    INTAKE_CLIENT_ID: randomUUID(),
    INTAKE_CLIENT_SECRET: 'a secret',
    DATAVERSE_URL: dataverseUrl,
  }));

/** Posts and reads in the name of a client that may do both. */
function callerOf(intake: () => ServiceUnderTest) {
  const authorized = async (client: 'website' | 'partner', roles: string[]) =>
    `Bearer ${await intake().token(client, ...roles)}`;
  return {
    post: async (
      body: object,
      headers: Record<string, string> = {},
      client: 'website' | 'partner' = 'website',
    ) =>
      request(intake().url)
        .post(CASES)
        .set({ authorization: await authorized(client, ['Cases.Submit']), ...headers })
        .send(body),
    get: async (reference: string, client: 'website' | 'partner' = 'website') =>
      request(intake().url)
        .get(`${CASES}/${reference}`)
        .set('authorization', await authorized(client, ['Cases.Read'])),
  };
}

describe('CasesController', () => {
  let intake: ServiceUnderTest;
  const { post, get } = callerOf(() => intake);

  beforeAll(async () => {
    intake = await startIntake();
  });
  afterEach(() => intake.dataverse.reset());
  afterAll(() => intake.close());

  it('answers 201 with the ticket number when Dataverse is quick', async () => {
    const answer = await post(smallCase());
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      reference: expect.stringMatching(/^CW(-[0-9A-Z]{4}){3}$/),
      state: 'registered',
      ticketNumber: expect.stringMatching(/^CAS-/),
    });
    expect(answer.headers['location']).toBe(`${CASES}/${answer.body.reference}`);
    expect((await get(answer.body.reference)).body).toEqual(answer.body);
  });

  it('answers 202 with the place to ask when the patience is over, and the ticket number there later', async () => {
    intake.dataverse.script = () => 'hang';
    const answer = await post(smallCase());
    expect([answer.status, answer.body.state, answer.body.ticketNumber]).toEqual([
      202,
      'accepted',
      undefined,
    ]);
    expect(answer.headers['location']).toBe(`${CASES}/${answer.body.reference}`);
    expect((await get(answer.body.reference)).body).toEqual(answer.body);
    intake.dataverse.reset();
    await vi.waitFor(
      async () => expect((await get(answer.body.reference)).body).toMatchObject({ state: 'registered' }),
      { timeout: 15_000, interval: 100 },
    );
  });

  it('answers a repeat with the same reference in its present state, whatever the order of its fields', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const posted = smallCase();
    const first = await post(posted, headers);
    const repeat = await post(
      { description: null, ...Object.fromEntries(Object.entries(posted).reverse()) },
      headers,
    );
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    expect(repeat.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: first.headers['location'],
    });
    expect(first.headers).not.toHaveProperty('idempotency-replayed');
    expect(intake.dataverse.heard.filter(({ entitySet }) => entitySet === 'incidents')).toHaveLength(1);
  });

  it('refuses the same key with another body', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await post(smallCase(), headers);
    const other = await post(smallCase(), headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it.each([
    [
      'key',
      (word: string) => ['key', 'website', word],
      (word: string) => [smallCase(), { 'idempotency-key': word }] as const,
    ],
    [
      'external reference',
      (word: string) => ['reference', 'website', 'portal', word],
      (word: string) => [smallCase({ externalReference: { system: 'portal', id: word } }), {}] as const,
    ],
  ])('tells a post whose %s is being worked on to come back', async (_, lockOf, postOf) => {
    const word = randomUUID();
    const [body, headers] = postOf(word);
    await intake.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(lockOf(word))}, 0))`.execute(
        trx,
      );
      const answer = await post(body, headers);
      expect([answer.status, answer.body.code]).toEqual([409, 'idempotency-in-flight']);
      expect(answer.headers['retry-after']).toBe('1');
    });
    expect((await post(body, headers)).status).toBe(201);
  });

  it('makes one case of posts that race with one key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const posted = smallCase();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(posted, headers)));
    const references = answers.flatMap(({ status, body }) => (status === 409 ? [] : [body.reference]));
    expect(new Set(references).size).toBe(1);
    expect(answers.every(({ status }) => [200, 201, 202, 409].includes(status))).toBe(true);
  });

  it('takes an external reference that comes again for a repeat, and one with other content for a conflict', async () => {
    const posted = smallCase({ externalReference: { system: 'portal', id: randomUUID() } });
    const first = await post(posted);
    const repeat = await post(posted, { 'idempotency-key': randomUUID() });
    expect([repeat.status, repeat.body]).toEqual([200, first.body]);
    const conflict = await post({ ...posted, title: 'Another' });
    expect(conflict.status).toBe(409);
    expect(conflict.body).toMatchObject({
      code: 'external-reference-conflict',
      reference: first.body.reference,
      errors: [{ pointer: '/externalReference' }],
    });
  });

  it('remembers a key that came with an external reference which was known before', async () => {
    const posted = smallCase({ externalReference: { system: 'portal', id: randomUUID() } });
    const headers = { 'idempotency-key': randomUUID() };
    await post(posted);
    expect((await post(posted, headers)).status).toBe(200);
    const other = await post(smallCase(), headers);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it("keeps one consumer's keys, references and cases from another", async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const posted = smallCase({ externalReference: { system: 'portal', id: randomUUID() } });
    const mine = await post(posted, headers);
    const theirs = await post({ ...posted, title: 'Theirs' }, headers, 'partner');
    expect(theirs.status).toBe(201);
    expect(theirs.body.reference).not.toBe(mine.body.reference);
    expect((await get(theirs.body.reference)).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await get(theirs.body.reference, 'partner')).status).toBe(200);
    expect((await get('CW-0000-0000-0000')).body).toEqual((await get(theirs.body.reference)).body);
  });

  it.each([
    ['post', 'Cases.Read', 403, 'forbidden'],
    ['get', 'Cases.Submit', 403, 'forbidden'],
    ['post', 'cases.submit', 403, 'forbidden'],
  ] as const)('lets nobody %s with the role %s only', async (method, role, status, code) => {
    const token = await intake.token('website', role);
    const path = method === 'get' ? `${CASES}/CW-0000-0000-0000` : CASES;
    const answer = await request(intake.url)[method](path).set('authorization', `Bearer ${token}`).send();
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('lets in nobody who is not registered as a consumer', async () => {
    const token = await intake.token('stranger', 'Cases.Submit');
    const answer = await request(intake.url)
      .post(CASES)
      .set('authorization', `Bearer ${token}`)
      .send(smallCase());
    expect([answer.status, answer.body.code]).toEqual([403, 'unknown-consumer']);
  });

  it("takes the gateway's word for a subscription only if it is the caller's own", async () => {
    expect((await post(smallCase(), { 'x-apim-subscription-id': 'sub-website' })).status).toBe(201);
    for (const [subscription, client] of [
      ['sub-partner', 'website'],
      ['', 'website'],
      ['sub-website', 'partner'],
    ] as const) {
      const answer = await post(smallCase(), { 'x-apim-subscription-id': subscription }, client);
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    }
  });

  it('sets a case aside that Dataverse refuses, and tells its sender no more than that it is accepted', async () => {
    intake.dataverse.script = ({ entitySet, method }) =>
      entitySet === 'incidents' && method === 'POST'
        ? { status: 400, body: { error: { code: '0x80044331', message: 'too long' } } }
        : undefined;
    const { status, body } = await post(smallCase());
    expect([status, body.state]).toEqual([202, 'accepted']);
    const { rows } =
      await sql`select state, refusal from intake."case" where reference = ${body.reference}`.execute(
        intake.db,
      );
    expect(rows).toEqual([{ state: 'parked', refusal: 'text-too-long' }]);
    expect((await get(body.reference)).body).toEqual(body);
  });
});

describe('the patience of CasesController', () => {
  let intake: ServiceUnderTest;
  const { post } = callerOf(() => intake);

  beforeAll(async () => {
    intake = await startIntake();
  });
  afterAll(() => intake.close());

  it('is not spent while a backlog waits, nor while the circuit is open', async () => {
    intake.dataverse.script = () => 'hang';
    await Promise.all(Array.from({ length: 25 }, () => post(smallCase())));
    const duringBacklog = await timed(() => post(smallCase()));
    expect([duringBacklog.status, duringBacklog.tookMs < PATIENCE_MS / 2]).toEqual([202, true]);

    intake.dataverse.script = () => ({ status: 503 });
    intake.dataverse.release();
    await vi.waitFor(
      async () => {
        const { body } = await request(intake.url).get('/health/ready').expect(200);
        expect(body.details.dataverse.status).toBe('degraded');
      },
      { timeout: 15_000, interval: 100 },
    );
    await sql`delete from queue_website_intake._private_jobs where locked_at is null`.execute(intake.db);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const openCircuit = await timed(() => post(smallCase()));
    expect([openCircuit.status, openCircuit.tookMs < PATIENCE_MS / 2]).toEqual([202, true]);
  });
});

async function timed<Answer extends { status: number }>(work: () => Promise<Answer>) {
  const startedAt = Date.now();
  const { status } = await work();
  return { status, tookMs: Date.now() - startedAt };
}
