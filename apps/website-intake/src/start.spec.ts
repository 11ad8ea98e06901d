import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLogger } from '#lib/telemetry';
import { freePort } from '../../../test/support/free-port.js';
import { ServiceUnderTest } from '../../../test/support/service-under-test.js';
import { startWebsiteIntake } from './start.js';

describe('website-intake', () => {
  let intake: ServiceUnderTest;

  beforeAll(async () => {
    intake = await ServiceUnderTest.start(startWebsiteIntake, ({ audience, dataverseUrl }) => ({
      INTAKE_PORT: '0',
      INTAKE_AUDIENCE: audience,
      INTAKE_REPORTER_SECRET: 'the secret of this spec',
      INTAKE_CLIENT_ID: randomUUID(),
      INTAKE_CLIENT_SECRET: 'a secret',
      DATAVERSE_URL: dataverseUrl,
    }));
  });
  afterAll(() => intake.close());

  it('says that it lives, and that it is ready as long as its database is, without a token', async () => {
    await request(intake.url).get('/health/live').expect(200, { status: 'ok' });
    const { body } = await request(intake.url).get('/health/ready').expect(200);
    expect(body).toMatchObject({
      status: 'ok',
      details: { database: { status: 'up' }, dataverse: { status: 'up' } },
    });
  });

  it('measures requests by route, deliveries and calls to Dataverse', async () => {
    const authorization = `Bearer ${await intake.token('website', 'Cases.Submit')}`;
    await request(intake.url)
      .post('/cases/v1/cases')
      .set({ authorization })
      .send({ category: 'roads', title: 'A hole', location: { address: 'Here' } })
      .expect(201);
    const read = async (...words: string[]) => {
      const { text } = await request(intake.url).get('/metrics').expect(200);
      const line = text.split('\n').find((one) => words.every((word) => one.includes(word)));
      return line?.split(' ').at(-1);
    };
    const service = 'service="website-intake"';
    await vi.waitFor(async () => {
      expect(
        await read('messaging_deliveries_total', 'event="case.accepted"', 'outcome="acknowledged"', service),
      ).toBe('1');
    });
    expect(
      await read('http_server_request_duration_seconds_count', 'http_route="/cases/v1/cases"', service),
    ).toBe('1');
    expect(
      await read('dataverse_client_request_duration_seconds_count', 'operation="incident.create"', service),
    ).toBe('1');
    expect(await read('dataverse_client_circuit_state{', service)).toBe('0');
  });

  it('does not start without the Redis that its processes are to share', async () => {
    const start = startWebsiteIntake(
      {
        INTAKE_PORT: '0',
        INTAKE_AUDIENCE: randomUUID(),
        INTAKE_REPORTER_SECRET: 'the secret of this spec',
        INTAKE_CLIENT_ID: randomUUID(),
        INTAKE_CLIENT_SECRET: 'a secret',
        ENTRA_TENANT_ID: randomUUID(),
        DATAVERSE_URL: intake.dataverse.url,
        DATABASE_URL: intake.databaseUrl,
        DATAVERSE_PROCESSES: '2',
        REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
      },
      createLogger({ service: 'spec', level: 'silent' }),
    );
    await expect(start).rejects.toMatchObject({ code: 'budget-store-unavailable' });
  });

  it('describes itself: what a case must hold, how long, and what comes back', async () => {
    const { body } = await request(intake.url).get('/docs-json').expect(200);
    expect(Object.keys(body.paths)).toEqual([
      '/cases/v1/categories',
      '/cases/v1/cases',
      '/cases/v1/cases/{reference}',
    ]);
    const { SubmitCaseDto, LocationDto, PointDto, ReporterDto, ExternalReferenceDto } =
      body.components.schemas;
    expect(SubmitCaseDto.required).toEqual(['category', 'title', 'location']);
    expect(SubmitCaseDto.properties).toMatchObject({
      category: { type: 'string', maxLength: 100 },
      title: { type: 'string', maxLength: 200 },
      description: { type: 'string', maxLength: 4000 },
      occurredAt: { format: 'date-time' },
    });
    expect(LocationDto.properties).toMatchObject({
      address: { maxLength: 400 },
      assetId: { maxLength: 100 },
    });
    expect(PointDto.properties).toMatchObject({
      latitude: { minimum: -90, maximum: 90 },
      longitude: { minimum: -180, maximum: 180 },
    });
    expect(ReporterDto.properties).toMatchObject({
      name: { maxLength: 200 },
      email: { maxLength: 254 },
      phone: { maxLength: 50 },
    });
    expect(ExternalReferenceDto.properties).toMatchObject({
      system: { maxLength: 100 },
      id: { maxLength: 200 },
    });
    const { post } = body.paths['/cases/v1/cases'];
    expect(Object.keys(post.responses)).toEqual([
      '200',
      '201',
      '202',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '503',
    ]);
    expect(post.responses['409'].description).toContain('external-reference-conflict');
    expect(post.security).toEqual([{ bearer: [] }]);
    expect(post.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header' }]);
    await request(intake.url).get('/docs').expect(200).expect('content-type', /html/);
  });
});
