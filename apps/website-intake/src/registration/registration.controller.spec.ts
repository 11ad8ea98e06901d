import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { smallCase } from '../../../../test/support/sample-case.js';
import { refusal, type Heard } from '../../../../test/support/scripted-dataverse.js';
import { ServiceUnderTest } from '../../../../test/support/service-under-test.js';
import { startWebsiteIntake } from '../start.js';

describe('RegistrationController', () => {
  let intake: ServiceUnderTest;

  beforeAll(async () => {
    intake = await ServiceUnderTest.start(startWebsiteIntake, ({ audience, dataverseUrl }) => ({
      INTAKE_PORT: '0',
      INTAKE_AUDIENCE: audience,
      INTAKE_PATIENCE_MS: '0',
      INTAKE_REPORTER_SECRET: 'the secret of this spec',
      INTAKE_CLIENT_ID: randomUUID(),
      INTAKE_CLIENT_SECRET: 'a secret',
      DATAVERSE_URL: dataverseUrl,
    }));
  });
  afterEach(() => intake.dataverse.reset());
  afterAll(() => intake.close());

  const post = async (fields: Record<string, unknown> = {}): Promise<string> => {
    const authorization = `Bearer ${await intake.token('website', 'Cases.Submit')}`;
    const { body } = await request(intake.url)
      .post('/cases/v1/cases')
      .set({ authorization })
      .send(smallCase(fields))
      .expect(202);
    return body.reference as string;
  };

  const rowOf = async (reference: string) => {
    const { rows } = await sql<Record<string, unknown>>`
      select * from intake."case" where reference = ${reference}`.execute(intake.db);
    return rows[0] ?? {};
  };

  const arrives = (reference: string, state: string) =>
    vi.waitFor(
      async () => {
        const row = await rowOf(reference);
        expect(row['state']).toBe(state);
        return row;
      },
      { timeout: 15_000, interval: 50 },
    );

  const is = (method: string, entitySet: string) => (heard: Heard) =>
    heard.method === method && heard.entitySet === entitySet;
  const createsIncident = is('POST', 'incidents');
  const createsContact = is('POST', 'contacts');
  const reporter = () => ({ reporter: { name: 'Ann Lee', email: `ann.${randomUUID()}@example.org` } });

  it('creates the contact before the incident, and the note after it, each with the GUID of the acceptance', async () => {
    const row = await arrives(await post({ ...reporter(), description: 'd'.repeat(2_001) }), 'registered');
    const { heard } = intake.dataverse;
    expect(heard.map(({ method, entitySet }) => `${method} ${entitySet}`)).toEqual([
      'GET contacts',
      'POST contacts',
      'POST incidents',
      'POST annotations',
    ]);
    expect(heard.find(createsIncident)?.body['incidentid']).toBe(row['incidentId']);
    expect(heard.at(-1)?.body['annotationid']).toBe(row['noteId']);
  });

  it('asks for a known reporter once only', async () => {
    const known = reporter();
    await arrives(await post(known), 'registered');
    await arrives(await post(known), 'registered');
    expect(intake.dataverse.heard.filter(is('GET', 'contacts'))).toHaveLength(1);
    expect(intake.dataverse.heard.filter(createsContact)).toHaveLength(1);
  });

  it.each([
    [400, '0x80044331', 'text-too-long'],
    [400, '0x0', 'invalid-row'],
    [413, '', 'too-large'],
  ])('parks a case that is refused for good (%i %s)', async (status, code, refused) => {
    intake.dataverse.script = (heard) => (createsIncident(heard) ? refusal(status, code) : undefined);
    const row = await arrives(await post(), 'parked');
    expect(row['refusal']).toBe(refused);
    expect(intake.dataverse.heard.filter(createsIncident)).toHaveLength(1);
  });

  it.each([
    ['is away', { status: 503 }],
    ['cuts the connection', 'drop' as const],
    ['does not let us in', { status: 403, body: { error: { code: '0x80072560', message: 'not a member' } } }],
    ['fails without saying why', { status: 500 }],
  ])('never parks a case because Dataverse %s', async (_, answer) => {
    let times = 0;
    intake.dataverse.script = (heard) => (createsIncident(heard) && (times += 1) <= 2 ? answer : undefined);
    const row = await arrives(await post(), 'registered');
    expect([row['refusal'], times]).toEqual([null, 3]);
  });

  it('looks for the contact anew when the one it remembers has gone', async () => {
    const known = reporter();
    await arrives(await post(known), 'registered');
    intake.dataverse.reset();
    let gone = true;
    intake.dataverse.script = (heard) => {
      if (!createsIncident(heard) || !gone) return undefined;
      gone = false;
      return refusal(404, '0x80040217');
    };
    await arrives(await post(known), 'registered');
    expect(intake.dataverse.heard.filter(createsContact)).toHaveLength(1);
  });

  it('does not take a note of another case for its own', async () => {
    intake.dataverse.script = ({ method, entitySet }) => {
      if (entitySet !== 'annotations') return undefined;
      if (method === 'POST') return refusal(412, '0x80040237');
      return { status: 200, body: { annotationid: randomUUID(), _objectid_value: randomUUID() } };
    };
    const row = await arrives(await post({ description: 'd'.repeat(2_001) }), 'parked');
    expect(row['refusal']).toBe('duplicate-row');
  });

  it('does not take an incident of another key for its own', async () => {
    intake.dataverse.script = ({ method, entitySet }) => {
      if (entitySet !== 'incidents') return undefined;
      if (method === 'POST') return refusal(412, '0x80040237');
      return { status: 200, body: { incidentid: randomUUID(), cw_key: 'another', ticketnumber: 'CAS-1' } };
    };
    const row = await arrives(await post(), 'parked');
    expect([row['refusal'], row['ticketNumber']]).toEqual(['duplicate-row', null]);
  });
});
