import 'reflect-metadata';
import type { Server } from 'node:http';
import type { Type, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { problemValidationPipe, ProblemFilter, type ProblemError } from '#lib/problem';
import { NestLogger, type Logger } from '#lib/telemetry';
import { serveDocumentation, type Documentation } from './documentation.js';
import { parseJsonBody } from './json-body.js';
import { observeRequests } from './observe-requests.js';

export interface ServiceOptions {
  module: Type | DynamicModule;
  logger: Logger;
  docs: Documentation;
  /** Bytes; a larger body is refused before it is read to its end. */
  bodyLimit?: number;
  /** Names for errors of libraries that a caller may hear of. */
  translateError?: (error: unknown) => ProblemError | undefined;
}

/** Bytes; the longest case, every character escaped, stays well below it. */
const BODY_LIMIT = 64 * 1024;
/** Milliseconds in which a request must have come in whole. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Makes an app of ours as each of them is made: problem documents, strict JSON, traces, metrics, documentation. Not yet listening. */
export async function createService(options: ServiceOptions): Promise<NestFastifyApplication> {
  const { module, logger, docs, bodyLimit = BODY_LIMIT, translateError } = options;
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  readBodies(app, bodyLimit);
  observeRequests(app, logger);
  app.useGlobalPipes(problemValidationPipe());
  app.useGlobalFilters(new ProblemFilter((err) => logger.error({ err }, 'request failed'), translateError));
  serveDocumentation(app, docs);
  return app;
}

/** Listens and says where. */
export async function listen(app: NestFastifyApplication, port: number, host: string): Promise<string> {
  await app.listen(port, host);
  const address = (app.getHttpServer() as Server).address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

function readBodies(app: NestFastifyApplication, bodyLimit: number): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json'],
    { parseAs: 'buffer', bodyLimit },
    (_request: unknown, body: Buffer, done: (error: Error | null, value?: unknown) => void) => {
      try {
        done(null, parseJsonBody(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}
