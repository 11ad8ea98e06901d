import { randomUUID } from 'node:crypto';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MessagingModule, Outbox, ParkedJobs } from '#lib/messaging';
import { ServiceUnderTest } from '../../../../test/support/service-under-test.js';
import { startSharepoint } from '../start.js';

describe('sharepoint', () => {
  let sharepoint: ServiceUnderTest;
  let intake: INestApplicationContext;

  beforeAll(async () => {
    sharepoint = await ServiceUnderTest.start(startSharepoint, ({ audience }) => ({
      SHAREPOINT_PORT: '0',
      SHAREPOINT_AUDIENCE: audience,
    }));
    const { databaseUrl: url } = sharepoint;
    @Module({
      imports: [MessagingModule.forRootAsync({ useFactory: () => ({ url, service: 'website-intake' }) })],
    })
    class AnnouncingModule {}
    intake = await NestFactory.createApplicationContext(AnnouncingModule, { logger: false });
  });
  afterAll(async () => {
    await intake.close();
    await sharepoint.close();
  });

  const registered = (fields: Record<string, unknown> = {}) => {
    const number = randomUUID().slice(0, 4).toUpperCase();
    return {
      incidentId: randomUUID(),
      reference: `CW-TEST-CASE-${number}`,
      ticketNumber: `CAS-${number}`,
      consumer: 'website',
      ...fields,
    };
  };

  const announce = (data: Record<string, unknown>, id = randomUUID()) =>
    sharepoint.db
      .transaction()
      .execute((trx) => intake.get(Outbox).add(trx, { id, type: 'case.registered', data }));

  const find = async (
    reference: string,
    client: 'website' | 'partner' = 'website',
    role = 'Documents.Read',
  ) =>
    request(sharepoint.url)
      .get(`/documents/v1/cases/${reference}`)
      .set('authorization', `Bearer ${await sharepoint.token(client, role)}`);

  const isKnown = (reference: string) =>
    vi.waitFor(async () => {
      const answer = await find(reference);
      expect(answer.status).toBe(200);
      return answer;
    });

  describe('CaseEventsController', () => {
    it('notes a case once, however often it hears of it', async () => {
      const data = registered({ more: 'than agreed' });
      await announce(data);
      await isKnown(data.reference);
      await announce(data);
      await announce({ ...data, ticketNumber: 'CAS-OTHER' });
      await announce(registered({ reference: 'CW-LAST-CASE-0001' }));
      await isKnown('CW-LAST-CASE-0001');
      const { body } = await isKnown(data.reference);
      expect(body).toEqual({ reference: data.reference, ticketNumber: data.ticketNumber });
    });

    it.each([
      ['incidentId', 'no GUID'],
      ['reference', undefined],
      ['ticketNumber', 7],
      ['consumer', null],
    ])('parks an event whose %s is not as agreed', async (field, value) => {
      const id = randomUUID();
      await announce(registered({ [field]: value }), id);
      await vi.waitFor(async () => {
        const parked = await intake.get(ParkedJobs).list({ service: 'sharepoint' });
        expect(parked.find(({ eventId }) => eventId === id)).toMatchObject({
          code: 'event-not-understood',
          reason: `The field ${field} is not as agreed.`,
        });
      });
    });
  });

  describe('DocumentsController', () => {
    it("does not know another consumer's case", async () => {
      const data = registered();
      await announce(data);
      await isKnown(data.reference);
      const { status, body } = await find(data.reference, 'partner');
      expect([status, body.code]).toEqual([404, 'not-found']);
    });

    it.each(['CW-0000-0000-0000', 'x', '%00', '%0a', encodeURIComponent(`' or 1=1 --`), '\u05d0'.repeat(60)])(
      'knows nothing under %j',
      async (reference) => {
        const { status, body } = await find(encodeURI(decodeURIComponent(reference)));
        expect([status, body.code]).toEqual([404, 'not-found']);
      },
    );

    it('lets nobody in without the role or a token', async () => {
      expect((await find('CW-0000-0000-0000', 'website', 'Cases.Read')).body.code).toBe('forbidden');
      const { status, body } = await request(sharepoint.url).get('/documents/v1/cases/CW-0000-0000-0000');
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
    });
  });

  it('says that it lives and is ready, measures, and describes itself', async () => {
    await request(sharepoint.url).get('/health/live').expect(200, { status: 'ok' });
    const ready = await request(sharepoint.url).get('/health/ready').expect(200);
    expect(ready.body.details).toMatchObject({ database: { status: 'up' } });
    const { text } = await request(sharepoint.url).get('/metrics').expect(200);
    expect(text).toMatch(
      /messaging_deliveries_total\{event="case\.registered",outcome="acknowledged",service="sharepoint"\} \d/,
    );
    const { body } = await request(sharepoint.url).get('/docs-json').expect(200);
    expect(Object.keys(body.paths)).toEqual(['/documents/v1/cases/{reference}']);
    expect(Object.keys(body.components.schemas.DocumentCaseView.properties)).toEqual([
      'reference',
      'ticketNumber',
    ]);
    await request(sharepoint.url).get('/docs').expect(200);
  });
});
