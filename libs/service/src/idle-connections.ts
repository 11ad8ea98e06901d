import type { Server } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const LOOK_EVERY_MS = 50;

/**
 * While the service closes, each connection ends as soon as its answer is out. fastify lets go only of those that are idle when
 * the closing begins; the others would keep the process until their keep-alive is over, more than a minute later.
 */
export function endIdleConnections(app: NestFastifyApplication): void {
  const server = app.getHttpServer() as Server;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      const timer = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
      server.once('close', () => clearInterval(timer));
      done();
    });
}
