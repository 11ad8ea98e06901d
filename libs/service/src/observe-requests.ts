import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Registry } from 'prom-client';
import { currentTrace, httpServerDuration, runInTrace, type Logger } from '#lib/telemetry';

/** Asked all the time by machines; a line each would drown the others. */
const QUIET = /^\/(health|metrics)\b/;

/** Every request runs in its trace, is measured, and leaves one line that names the route, never what was sent. */
export function observeRequests(app: NestFastifyApplication, logger: Logger): void {
  const duration = httpServerDuration(app.get(Registry));
  const fastify = app.getHttpAdapter().getInstance();

  fastify.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    runInTrace(typeof traceparent === 'string' ? traceparent : undefined, done);
  });

  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const trace = currentTrace();
    if (trace) reply.header('traceparent', trace.traceparent);
    reply.header('X-Content-Type-Options', 'nosniff');
    done();
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const labels = {
      http_request_method: request.method,
      http_route: route,
      http_response_status_code: reply.statusCode,
    };
    duration.observe(labels, reply.elapsedTime / 1000);
    const durationMs = Math.round(reply.elapsedTime);
    if (!QUIET.test(route)) {
      logger.info(
        { method: request.method, route, status: reply.statusCode, durationMs },
        'request answered',
      );
    }
    done();
  });
}
