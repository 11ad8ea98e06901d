import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  AdjustableClock,
  createStandInServer,
  exactObject,
  FaultPlan,
  listen,
  openControlDoor,
  plain,
  readJson,
  waiting,
  type Clock,
  type FaultKinds,
  type RunningStandIn,
} from '../../control/src/index.js';
import { EntraError, unknownTenant } from './errors.js';
import { openIdConfiguration } from './openid-configuration.js';
import { entraDefaults, type Registrations } from './registrations.js';
import { SigningKey } from './signing-key.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenStats } from './token-stats.js';

export interface EntraStandInOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** How others reach it, when that is not the address it listens on: a container's name. */
  publicUrl?: string;
  /** Keeps the signing key from one run to the next. Without it each run has a new key. */
  keyFile?: string;
  /** Default 3599, as Entra ID says most often. */
  tokenLifetimeSeconds?: number;
  /** Default `entraDefaults`. */
  registrations?: Registrations;
  /** Dataverse organisations beside those on this machine and those of dynamics.com, without a slash at the end. */
  organizationUrls?: readonly string[];
  clock?: Clock;
}

const faultList = { down: plain, slow: waiting } satisfies FaultKinds;

export async function startServer(options: EntraStandInOptions): Promise<RunningStandIn> {
  const tenant = options.registrations ?? entraDefaults;
  const key = await SigningKey.open(options.keyFile);
  const clock = new AdjustableClock(options.clock);
  const stats = new TokenStats();
  const endpoint = new TokenEndpoint(key, stats, {
    tenant,
    organizationUrls: options.organizationUrls ?? [],
    lifetimeSeconds: options.tokenLifetimeSeconds ?? 3599,
    now: () => clock.now(),
  });
  const app = createStandInServer({ bodyLimit: 64 * 1024, errorReply: wordHttpError(clock) });
  let url = options.publicUrl ?? '';

  controlDoor(app, stats, clock);
  const service = serviceRoute(tenant.tenantId, clock);
  app.post<Tenant>(
    '/:tenant/oauth2/v2.0/token',
    service((request) => endpoint.issue(readForm(request), request.headers.authorization)),
  );
  app.get<Tenant>(
    '/:tenant/v2.0/.well-known/openid-configuration',
    service(() => openIdConfiguration(url, tenant.tenantId)),
  );
  app.get<Tenant>(
    '/:tenant/discovery/v2.0/keys',
    service(() => ({ keys: [key.publicJwk] })),
  );

  const listening = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
  url ||= listening;
  return { url, close: () => app.close() };
}

interface Tenant {
  Params: { tenant: string };
}

/** Answers for one tenant, in Entra's words when it refuses. */
const serviceRoute =
  (tenantId: string, clock: Clock) =>
  (answer: (request: FastifyRequest) => unknown) =>
  async (request: FastifyRequest<Tenant>, reply: FastifyReply) => {
    try {
      if (request.params.tenant.toLowerCase() !== tenantId) throw unknownTenant(request.params.tenant);
      return await reply.header('Cache-Control', 'no-store, no-cache').send(await answer(request));
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      return reply.code(error.status).send(error.body(clock.now()));
    }
  };

/** The faults strike the service, never the control door. */
function controlDoor(app: FastifyInstance, stats: TokenStats, clock: AdjustableClock): void {
  let faults: FaultPlan<typeof faultList> = FaultPlan.none();
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/_control')) return;
    const target = { method: request.method };
    const slow = faults.strikes('slow', target);
    if (slow) await sleep(slow.ms);
    if (!faults.strikes('down', target)) return;
    reply.hijack();
    request.raw.socket.destroy();
  });
  openControlDoor(app, {
    'GET stats': () => ({ ...stats.report(), faults: faults.describe() }),
    'POST faults': ({ body }) => {
      faults = FaultPlan.read(body, faultList);
      return { faults: faults.describe() };
    },
    'POST clock': ({ body }) => {
      clock.advance(readJson(body, exactObject({ advanceSeconds: z.number().positive() })).advanceSeconds);
      return { now: new Date(clock.now()).toISOString() };
    },
    'POST reset': ({ body }) => {
      readJson(body, exactObject({}));
      stats.reset();
      clock.reset();
      faults = FaultPlan.none();
      return { reset: true };
    },
  });
}

const readForm = ({ body }: FastifyRequest) =>
  new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');

const wordHttpError = (clock: Clock) => (status: number, message: string) => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(
    new EntraError(status, 'invalid_request', status === 404 ? 90014 : 900001, message).body(clock.now()),
  ),
});
