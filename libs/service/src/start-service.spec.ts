import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsString } from 'class-validator';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '#lib/telemetry';
import { Readiness, TelemetryModule } from '#lib/telemetry/nest';
import { createService, listen } from './index.js';

class NoteDto {
  @IsString()
  readonly text: string;
}

@Controller('notes')
class NotesController {
  @Post()
  post(@Body() note: NoteDto) {
    return { length: note.text.length };
  }

  @Get('slow')
  async slow() {
    await sleep(300);
    return 'done';
  }

  @Get('broken')
  broken() {
    throw new Error('the secret is hunter2 and the reporter is Ann Lee');
  }
}

@Module({ imports: [TelemetryModule.forRoot({ service: 'notes' })], controllers: [NotesController] })
class NotesModule {}

describe('a service', () => {
  const lines: string[] = [];
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    const logger = createLogger({ service: 'notes', stream: { write: (line) => void lines.push(line) } });
    app = await createService({
      module: NotesModule,
      logger,
      docs: { title: 'Notes', description: 'For the spec', version: '1' },
      bodyLimit: 1024,
    });
    url = await listen(app, 0, '127.0.0.1');
  });

  afterAll(() => app.close());

  const post = (body: string, type = 'application/json') =>
    request(url).post('/notes').set('content-type', type).send(body);

  it.each([
    ['broken JSON', '{"text":', 'application/json', 400, 'malformed-json'],
    ['no body at all', '', 'application/json', 400, 'malformed-json'],
    ['another content type', '<text/>', 'application/xml', 415, 'unsupported-media-type'],
    [
      'a body over the limit',
      JSON.stringify({ text: 'x'.repeat(2000) }),
      'application/json',
      413,
      'payload-too-large',
    ],
    ['a field of the wrong type', '{"text":5}', 'application/json', 422, 'validation-failed'],
    ['an unknown field', '{"text":"a","admin":true}', 'application/json', 422, 'validation-failed'],
    ['a list', '[]', 'application/json', 422, 'validation-failed'],
    ['a bare null', 'null', 'application/json', 422, 'validation-failed'],
    ['a bare string', '"text"', 'application/json', 422, 'validation-failed'],
  ])('answers %s with a problem document', async (_, body, type, status, code) => {
    const answer = await post(body, type);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('points at the field that is wrong', async () => {
    const { body } = await post('{"text":"a","a/b~c":1}');
    expect(body.errors).toEqual([{ pointer: '/a~1b~0c', detail: 'is not a field that is known here' }]);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'takes a key named %s for as unknown as any other',
    async (key) => {
      const { status, body } = await post(JSON.stringify({ text: 'a', [key]: 1 }));
      expect([status, body.errors?.[0].pointer]).toEqual([422, `/${key}`]);
    },
  );

  it('says of a body that is no object that it must be one', async () => {
    const { body } = await post('[{"text":"a"}]');
    expect(body.errors).toEqual([{ pointer: '', detail: 'must be a JSON object' }]);
  });

  it('unpacks no body', async () => {
    const answer = await post('{"text":"a"}').set('content-encoding', 'gzip');
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
  });

  it('answers a wrong method with the right ones', async () => {
    const answer = await request(url).delete('/notes?x=1').expect(405);
    expect([answer.body.code, answer.headers['allow']]).toEqual(['method-not-allowed', 'POST']);
    await request(url).delete('/notes/').expect(404);
    await request(url).delete('/notes/broken/x').expect(404);
  });

  it.each([
    ['/notes/%ff', 400, 'malformed-request'],
    ['/notes/%zz', 400, 'malformed-request'],
  ])('answers %s with a problem document that does not quote it', async (path, status, code) => {
    const answer = await request(url).get(path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.text).not.toContain(path);
  });

  it('answers an unknown address with a problem document', async () => {
    expect((await request(url).get('/nowhere').expect(404)).body).toMatchObject({
      code: 'not-found',
      status: 404,
    });
  });

  it('answers what nobody expected with a bare 500 and tells nobody what it was about', async () => {
    const { body, text } = await request(url).get('/notes/broken').expect(500);
    expect(body).toEqual({
      type: 'urn:problem:causeway:internal-error',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal-error',
    });
    expect(text).not.toContain('hunter2');
    expect(lines.some((line) => line.includes('request failed'))).toBe(true);
  });

  it('answers bytes that are no HTTP with 400 and stays up', async () => {
    const { hostname, port } = new URL(url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write('\x16\x03\x01 not http\r\n\r\n'));
      socket.on('data', (data) => resolve(data.toString())).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await request(url).get('/health/live').expect(200);
  });

  it('goes on with the trace of its caller and begins one otherwise', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await request(url)
      .get('/health/live')
      .set('traceparent', `00-${traceId}-b7ad6b7169203331-01`);
    expect(answer.headers['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    expect(answer.headers['traceparent']).not.toContain('b7ad6b7169203331');
    expect((await request(url).get('/health/live')).headers['traceparent']).toMatch(
      /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/,
    );
  });

  it('logs a line a request with its trace, and none for health', async () => {
    lines.length = 0;
    await post('{"text":"a"}').set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01');
    await request(url).get('/health/ready');
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      service: 'notes',
      route: '/notes',
      status: 201,
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
  });

  it('serves metrics, readiness and its OpenAPI description', async () => {
    const metrics = await request(url).get('/metrics').expect(200);
    expect(metrics.text).toMatch(/http_server_request_duration_seconds_count\{[^}]*http_route="\/notes"/);
    expect((await request(url).get('/health/ready').expect(200)).body).toMatchObject({ status: 'ok' });
    expect((await request(url).get('/docs-json').expect(200)).body).toMatchObject({
      info: { title: 'Notes' },
    });
    await request(url).get('/docs').expect(200);
  });

  it('says what is down while it is not ready, and logs no failure of its own', async () => {
    let state: 'up' | 'degraded' | 'down' = 'down';
    app.get(Readiness).add({ name: 'printing press', check: () => Promise.resolve(state) });
    lines.length = 0;
    const { body } = await request(url).get('/health/ready').expect(503);
    expect(body).toMatchObject({ status: 'error', error: { 'printing press': { status: 'down' } } });
    expect(lines).toEqual([]);
    state = 'degraded';
    await request(url).get('/health/ready').expect(200);
  });

  it('answers what is under way while it closes, and keeps no connection open afterwards', async () => {
    const options = { module: NotesModule, logger: createLogger({ service: 'notes', level: 'silent' }) };
    const other = await createService({
      ...options,
      docs: { title: 'Notes', description: '', version: '1' },
    });
    const otherUrl = await listen(other, 0, '127.0.0.1');
    const answers = Promise.all(
      [1, 2, 3].map(() => fetch(`${otherUrl}/notes/slow`).then((answer) => answer.text())),
    );
    await sleep(100);
    const startedAt = Date.now();
    await other.close();
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(await answers).toEqual(['done', 'done', 'done']);
  });
});
