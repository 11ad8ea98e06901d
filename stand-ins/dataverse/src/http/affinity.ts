import { createHash } from 'node:crypto';

const NAME = 'ARRAffinity';

/** What pins a client to a web server, when it sends it back: developer/data-platform/send-parallel-requests. */
export const affinityCookie = (server: number): string =>
  `${NAME}=${valueOf(server)}; path=/; secure; HttpOnly`;

/** The web server that a request's cookie asks for, when it does. */
export function serverAsked(cookies: string | undefined, servers: number): number | undefined {
  const value = /(?:^|;\s*)ARRAffinity=([^;\s]+)/.exec(cookies ?? '')?.[1];
  if (value === undefined) return undefined;
  const server = Array.from({ length: servers }, (_, at) => valueOf(at)).indexOf(value);
  return server < 0 ? undefined : server;
}

const valueOf = (server: number) => createHash('sha256').update(`web server ${server}`).digest('hex');
