import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

export interface RunningStandIn {
  /** Where it answers, such as http://127.0.0.1:9010 */
  url: string;
  close(): Promise<void>;
}

/** Why a stand-in cannot start or go on, in words for the person at the terminal. */
export class StandInError extends Error {
  override name = 'StandInError';
}

/** How the service words a refusal that its HTTP server makes by itself. */
export type ErrorReply = (
  status: number,
  message: string,
) => { status: number; body: string; contentType: string };

/** A server that hands every body on as it came, and words even its own errors as the service would. */
export function createStandInServer(options: { bodyLimit: number; errorReply: ErrorReply }): FastifyInstance {
  const refuse = (reply: FastifyReply, status: number, message: string) => {
    const { body, contentType, status: worded } = options.errorReply(status, message);
    return reply.code(worded).type(contentType).send(body);
  };
  const app = fastify({
    bodyLimit: options.bodyLimit,
    forceCloseConnections: true,
    keepAliveTimeout: 120_000,
    http: { maxHeaderSize: 128 * 1024 },
    frameworkErrors: (error, _request, reply) => void refuse(reply, 400, error.message),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    refuse(reply, error.statusCode ?? 500, error.message),
  );
  app.setNotFoundHandler((request, reply) =>
    refuse(reply, 404, `No resource matches ${request.method} ${request.url}`),
  );
  return app;
}

/** Listens and returns the URL; says in words why it cannot. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw new StandInError(whyNot(cause, host, port), { cause });
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return `http://${reachable(host)}:${bound}`;
}

function whyNot(cause: unknown, host: string, port: number): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use by another program`;
  if (code === 'EACCES') return `Port ${port} on ${host} may not be opened by this user`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine`;
  return `Cannot listen on ${host}:${port}: ${message}`;
}

/** An address that stands for all of the machine's is no address that a client can ask. */
const reachable = (host: string) =>
  host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
