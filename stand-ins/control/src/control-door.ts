import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the door answers: `GET stats`, `POST faults`, `GET rows/:table` and so on, each with the JSON to send. */
export type ControlRoutes = Record<`${'GET' | 'POST'} ${string}`, (request: FastifyRequest) => unknown>;

/** Opens `/_control` to programs on this machine, whichever address the stand-in listens on; everybody else hears 403. */
export function openControlDoor(app: FastifyInstance, routes: ControlRoutes): void {
  const offered = Object.keys(routes).map((route) => route.replace(' ', ' /_control/'));
  app.register(
    (door, _options, done) => {
      door.addHook('onRequest', async (request, reply) => {
        if (isLoopback(request.socket.remoteAddress)) return;
        return reply
          .code(403)
          .send({ error: 'The control door is open to programs on the same machine only' });
      });
      door.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
        reply.code(error.statusCode ?? 500).send({ error: error.message }),
      );
      door.all('/*', (_request, reply) =>
        reply.code(404).send({ error: `There is only ${offered.join(', ')}` }),
      );
      for (const [route, answer] of Object.entries(routes)) {
        const [method = 'GET', path = ''] = route.split(' ');
        door.route({
          method,
          url: `/${path}`,
          handler: async (request, reply) => reply.send(await answer(request)),
        });
      }
      done();
    },
    { prefix: '/_control' },
  );
}

/** True for 127.0.0.0/8, ::1, and 127.0.0.0/8 as IPv6 writes it. */
export function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address ?? '');
}
