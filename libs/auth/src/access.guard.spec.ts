import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, listen } from '#lib/service';
import { createLogger } from '#lib/telemetry';
import { TelemetryModule } from '#lib/telemetry/nest';
import { AuthModule, Consumers, CurrentConsumer, RequireRole, type Consumer } from './nest.js';
import { startTestIssuer, type TestIssuer } from './testing.js';

const WEBSITE = 'aaaaaaaa-0000-4000-8000-000000000001';
const STRANGER = 'aaaaaaaa-0000-4000-8000-000000000002';

@Controller()
class WhoController {
  @Get('who')
  @RequireRole('Cases.Read')
  who(@CurrentConsumer() consumer: Consumer) {
    return { consumer: consumer.id };
  }

  @Get('closed')
  closed() {
    return 'never seen';
  }
}

@Controller('forgotten')
class ForgottenController {
  @Get()
  forgotten() {
    return 'never seen';
  }
}

describe('AccessGuard', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    const consumers = Consumers.from([
      { id: 'website', name: 'Website', entraApplicationId: WEBSITE, apimSubscriptionId: 'sub-website' },
    ]);
    @Module({
      imports: [
        AuthModule.forRoot({ tokens: issuer, consumers }),
        TelemetryModule.forRoot({ service: 'who' }),
      ],
      controllers: [WhoController, ForgottenController],
    })
    class WhoModule {}
    const docs = { title: 'who', description: '', version: '1' };
    app = await createService({
      module: WhoModule,
      logger: createLogger({ service: 'who', level: 'silent' }),
      docs,
    });
    url = await listen(app, 0, '127.0.0.1');
  });

  afterAll(async () => {
    await app.close();
    await issuer.close();
  });

  const who = (token: string, headers: Record<string, string> = {}) =>
    request(url)
      .get('/who')
      .set({ authorization: `Bearer ${token}`, ...headers });

  it('lets a registered consumer with the role in and tells the controller who it is', async () => {
    await who(await issuer.token(WEBSITE, ['Cases.Read'])).expect(200, { consumer: 'website' });
  });

  it('checks a token once and asks for the keys once', async () => {
    const token = await issuer.token(WEBSITE, ['Cases.Read']);
    for (let time = 0; time < 20; time += 1) await who(token).expect(200);
    expect(issuer.keyRequests()).toBe(1);
  });

  it.each([
    ['no token', ''],
    ['a token that is none', 'Bearer abc.def.ghi'],
    ['another scheme', 'Basic d2Vic2l0ZTpzZWNyZXQ='],
    ['two tokens', 'Bearer a b'],
  ])('answers %s with 401 and a challenge', async (_, authorization) => {
    const answer = await request(url).get('/who').set({ authorization }).expect(401);
    expect(answer.body).toMatchObject({ code: 'unauthenticated' });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it.each([
    ['of another audience', { aud: 'another' }],
    ['of another issuer', { iss: 'https://login.microsoftonline.com/other/v2.0' }],
    ['that has expired', { exp: Math.floor(Date.now() / 1000) - 120 }],
    ['that is not yet valid', { nbf: Math.floor(Date.now() / 1000) + 120 }],
  ])('refuses a token %s', async (_, claims) => {
    await who(await issuer.token(WEBSITE, ['Cases.Read'], claims)).expect(401);
  });

  it('refuses a token that another key has signed', async () => {
    await who(await issuer.forgedToken(WEBSITE, ['Cases.Read'])).expect(401);
  });

  it('refuses a token without the role, and any token where no role is named', async () => {
    await who(await issuer.token(WEBSITE, ['Cases.Submit'])).expect(403);
    const authorization = `Bearer ${await issuer.token(WEBSITE, ['Cases.Read'])}`;
    const closed = await request(url).get('/closed').set({ authorization }).expect(403);
    expect(closed.body).toMatchObject({ code: 'forbidden' });
  });

  it('closes a controller that says nothing about who may come in', async () => {
    const withoutToken = await request(url).get('/forgotten').expect(401);
    expect(withoutToken.body).toMatchObject({ code: 'unauthenticated' });
    const authorization = `Bearer ${await issuer.token(WEBSITE, ['Cases.Read'])}`;
    await request(url).get('/forgotten').set({ authorization }).expect(403);
  });

  it.each(['/health/live', '/health/ready', '/metrics'])('leaves %s open to the platform', async (path) => {
    await request(url).get(path).expect(200);
  });

  it('refuses an application that is no consumer', async () => {
    const answer = await who(await issuer.token(STRANGER, ['Cases.Read'])).expect(403);
    expect(answer.body).toMatchObject({ code: 'unknown-consumer' });
  });

  it('refuses a caller whom the gateway knows as somebody else', async () => {
    const token = await issuer.token(WEBSITE, ['Cases.Read']);
    await who(token, { 'x-apim-subscription-id': 'sub-website' }).expect(200);
    await who(token, { 'x-apim-subscription-id': 'sub-partner' }).expect(403);
  });
});

describe('Consumers', () => {
  const website = { id: 'website', name: 'Website', entraApplicationId: WEBSITE };

  it('refuses a list in which two share an application', () => {
    expect(() => Consumers.from([website, { ...website, id: 'other' }])).toThrow(
      'Two consumers have the entraApplicationId',
    );
  });

  it('refuses fields that it does not know', () => {
    expect(() => Consumers.from([{ ...website, apiKey: 'x' }])).toThrow(/apiKey/);
  });

  it('says in words what is wrong, and in which file', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'consumers-')), 'consumers.yaml');
    await writeFile(path, '- id: website\n  name: Website\n  entraApplicationId: not-a-guid\n');
    const message = messageOf(() => Consumers.fromFile(path));
    await rm(dirname(path), { recursive: true });
    expect(message).toContain(path);
    expect(message).toContain('at [0].entraApplicationId');
    expect(message).not.toMatch(/[{}]/);
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return 'nothing was thrown';
  } catch (error) {
    return (error as Error).message;
  }
}
