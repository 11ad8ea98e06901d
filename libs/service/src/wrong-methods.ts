import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ProblemError } from '#lib/problem';

/** A path that is served, but not by this method, is answered 405 with `Allow`; without this, fastify says 404. */
export function nameWrongMethods(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  const methodsByPattern = new Map<string, Set<string>>();

  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPattern.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsByPattern.set(url, methods);
  });

  fastify.addHook('onRequest', (request, _reply, done) => {
    const allowed = request.is404 ? methodsFor(methodsByPattern, request.url) : undefined;
    if (!allowed) return done();
    done(new ProblemError('method-not-allowed', { headers: { Allow: [...allowed].sort().join(', ') } }));
  });
}

function methodsFor(
  methodsByPattern: ReadonlyMap<string, Set<string>>,
  url: string,
): Set<string> | undefined {
  const [path = ''] = url.split('?', 1);
  for (const [pattern, methods] of methodsByPattern) if (matches(pattern, path)) return methods;
  return undefined;
}

/** Segment by segment; a segment that begins with a colon stands for any text. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, at) => (segment.startsWith(':') ? given[at] !== '' : segment === given[at]))
  );
}
