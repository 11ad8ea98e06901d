import 'reflect-metadata';
import type { Server } from 'node:http';
import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '#lib/database';
import { ProblemError, problemValidationPipe, ProblemFilter } from '#lib/problem';
import type { Logger } from '#lib/telemetry';
import { NestLogger } from '#lib/telemetry/nest';
import { serveDocumentation, type Documentation } from './documentation.js';
import { endIdleConnections } from './idle-connections.js';
import { parseJsonBody } from './json-body.js';
import { observeRequests } from './observe-requests.js';
import { unroutableRequests } from './unroutable-requests.js';
import { nameWrongMethods } from './wrong-methods.js';

export interface ServiceOptions {
  module: Type | DynamicModule;
  logger: Logger;
  docs: Documentation;
  /** Bytes; a larger body is refused before it is read to its end. */
  bodyLimit?: number;
}

/** Bytes; the longest case, every character escaped, stays well below it. */
const BODY_LIMIT = 64 * 1024;
/** Milliseconds in which a request must have come in whole. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Makes an app of ours as each of them is made: problem documents, strict JSON, traces, metrics, documentation. Not yet listening. */
export async function createService(options: ServiceOptions): Promise<NestFastifyApplication> {
  const { module, logger, docs, bodyLimit = BODY_LIMIT } = options;
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    ...unroutableRequests,
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  readBodies(app, bodyLimit);
  observeRequests(app, logger);
  nameWrongMethods(app);
  endIdleConnections(app);
  app.useGlobalPipes(problemValidationPipe());
  app.useGlobalFilters(new ProblemFilter((err) => logger.error({ err }, 'request failed'), nameOutage));
  serveDocumentation(app, docs);
  return app;
}

/** Listens and says where; rejects in words when it cannot, with the name of the setting that the port is from, if there is one. */
export async function listen(
  app: NestFastifyApplication,
  port: number,
  host: string,
  setting?: string,
): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const remedy = setting === undefined ? '' : ` ${setting} can be another one.`;
    const taken = `Port ${port} on ${host} is in use by another program.${remedy}`;
    throw new Error(code === 'EADDRINUSE' ? taken : message, { cause });
  }
  const address = (app.getHttpServer() as Server).address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

/** Without its database a service can promise nothing: the caller is to come back. */
const nameOutage = (cause: unknown): ProblemError | undefined =>
  isDatabaseUnavailable(cause)
    ? new ProblemError('service-unavailable', { cause, headers: { 'Retry-After': '5' } })
    : undefined;

function readBodies(app: NestFastifyApplication, bodyLimit: number): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json'],
    { parseAs: 'buffer', bodyLimit },
    (request: FastifyRequest, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      try {
        refuseCompressed(request);
        done(null, parseJsonBody(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

/** We unpack nothing: a small body may hold a huge one. https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16 */
function refuseCompressed({ headers }: FastifyRequest): void {
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity') return;
  throw new ProblemError('unsupported-media-type', {
    detail: 'The body must not be compressed.',
    headers: { 'Accept-Encoding': 'identity' },
  });
}
