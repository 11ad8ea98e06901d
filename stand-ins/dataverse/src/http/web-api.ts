import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultTarget } from '../../../control/src/index.js';
import { executeBatch } from '../batch/execute-batch.js';
import { DataverseError } from '../errors.js';
import { Dropped } from '../faults/dropped.js';
import { faultyCommit } from '../faults/operation-faults.js';
import { documentOf, refusalResponse } from '../operations/document.js';
import { execute } from '../operations/execute.js';
import { header } from '../operations/header.js';
import { originOf } from '../operations/origin-of.js';
import type { Caller, Context, Document, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { Work } from '../throttle/work.js';
import type { RequestOrigin } from '../webhooks/row-event.js';
import { RowEvents } from '../webhooks/row-events.js';
import type { Authentication } from './authentication.js';
import { chargedUser } from './charged-user.js';
import { organization as ids } from './options.js';
import type { Organization } from './organization.js';
import { responseHeaders } from './response-headers.js';
import { toldCommit } from './told-commit.js';
import { parseWebApiUrl } from './web-api-url.js';

const BUSY_PAGE =
  '<html><head><title>503 Service Unavailable</title></head><body><h2>The service is unavailable.</h2></body></html>';

/** Who spends the budget of the user, as our services say in a header of theirs. */
const LANE = 'x-causeway-lane';

/** The road of a request over HTTP: faults, then who sends it, then whether it may, then what it wants. */
export class WebApi {
  constructor(
    private readonly organization: Organization,
    private readonly authentication: Authentication,
    /** The organisation's URL without a slash. */
    private readonly url: () => string,
  ) {}

  async handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const target = this.targetOf(request);
    try {
      await this.strike(target);
      return await this.answer(request, reply, target);
    } catch (error) {
      if (error instanceof BusyPage)
        return this.send(reply, target, 503, BUSY_PAGE, { 'Content-Type': 'text/html' });
      if (!(error instanceof Dropped)) throw error;
      this.organization.stats.cut(target.method);
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
  }

  /** Faults that strike before anybody has looked at the request. */
  private async strike(target: FaultTarget): Promise<void> {
    const { faults } = this.organization;
    if (faults.strikes('down', target)) throw new Dropped();
    const slow = faults.strikes('slow', target);
    if (slow) await sleep(slow.ms);
    if (faults.strikes('html503', target)) throw new BusyPage();
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, target: FaultTarget): Promise<unknown> {
    const place: Place = { server: this.organization.protection.serverFor(request.headers.cookie) };
    try {
      const caller = await this.authentication.authenticate(request.headers.authorization);
      this.organization.stats.asked(caller.applicationId);
      const context = this.contextOf(caller, target, originOf(askedBy(request)));
      place.user = chargedUser(context, askedBy(request), this.organization.applicationUsers);
      return await this.serve(request, reply, target, { ...place, user: place.user }, context);
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      return this.reply(reply, target, place, refusalResponse(error));
    }
  }

  /** In flight from its admission to its answer. @throws DataverseError 429 */
  private async serve(
    request: FastifyRequest,
    reply: FastifyReply,
    target: FaultTarget,
    place: Required<Place>,
    context: Context,
  ): Promise<unknown> {
    const visit = this.organization.protection.admit({ ...place, lane: target.lane, work: context.work });
    try {
      const response = this.operate(request, context);
      await visit.takeTime();
      return this.reply(reply, target, place, response);
    } finally {
      visit.leave();
    }
  }

  private reply(
    reply: FastifyReply,
    target: FaultTarget,
    place: Place,
    response: WebApiResponse,
  ): FastifyReply {
    const document = documentOf(response);
    const headers = this.headers(place, document, response.headers);
    return this.send(reply, target, response.status, document?.text, headers);
  }

  private contextOf(caller: Caller, target: FaultTarget, origin: RequestOrigin): Context {
    const { tables, store, clock, faults, unknowns, keyIndexes, webhooks } = this.organization;
    const work: Work[] = [];
    const events = new RowEvents();
    const tell = () => webhooks.emit(events.take(), this.url());
    const around = toldCommit(faultyCommit(faults, target, work), tell);
    return {
      tables,
      store,
      caller,
      privileges: this.organization.privilegesOf(caller),
      organization: ids,
      unknowns,
      duplicateRules: this.organization.duplicateRules,
      detectsDuplicates: false,
      changeTrackingDays: this.organization.changeTrackingDays,
      now: clock.now(),
      work,
      events,
      origin,
      keyIndexes,
      serviceRoot: this.url(),
      transact: (operation) => events.during(() => store.transact(operation, around)),
    };
  }

  /** What the operation answers, be it a refusal. */
  private operate(request: FastifyRequest, context: Context): WebApiResponse {
    try {
      const { root, path, query } = parseWebApiUrl(request.url);
      context.keyIndexes.settle(context.now);
      if (request.method === 'OPTIONS') return { status: 200 };
      const asked: WebApiRequest = { ...askedBy(request), path, query };
      const there: Context = { ...context, serviceRoot: context.serviceRoot + root };
      return path === '$batch' ? executeBatch(there, asked) : execute(there, asked);
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      return refusalResponse(error);
    }
  }

  private headers(
    { user, server }: Place,
    document: Document | undefined,
    more: Readonly<Record<string, string>> = {},
  ) {
    const { protection } = this.organization;
    const { dopHint } = protection.settings;
    return {
      ...responseHeaders({ server, dopHint, remaining: protection.remaining(user, server) }),
      ...(document && { 'Content-Type': document.mediaType }),
      ...more,
    };
  }

  /** Past fastify, which would rewrite the media type and the spelling of the headers. */
  private send(
    reply: FastifyReply,
    { method }: FaultTarget,
    status: number,
    text: string | undefined,
    headers: Readonly<Record<string, string | string[]>>,
  ): FastifyReply {
    this.organization.stats.answered(method, status);
    const length = text === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(text)) };
    reply.hijack();
    reply.raw.writeHead(status, { ...headers, ...length }).end(text);
    return reply;
  }

  private targetOf(request: FastifyRequest): FaultTarget {
    const { method, url } = request;
    const entitySet = /^\/api\/data\/v[\d.]+\/(\w+)/i.exec(url)?.[1];
    const table = entitySet && this.organization.tables.withEntitySet(entitySet)?.name;
    return { method, table, lane: header(askedBy(request), LANE) };
  }
}

/** Where a request has come to, and whose it is as soon as that is known. */
interface Place {
  server: number;
  user?: string;
}

/** As it came, its URL aside. */
function askedBy({ method, headers, body }: FastifyRequest): WebApiRequest {
  return {
    // HEAD is a GET whose body is not sent.
    method: method === 'HEAD' ? 'GET' : method,
    path: '',
    query: '',
    headers,
    body: Buffer.isBuffer(body) ? body : undefined,
  };
}

/** What a gateway in front of the service says when it has no server: a page, not JSON. */
class BusyPage extends Error {}
