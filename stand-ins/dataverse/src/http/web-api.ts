import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultTarget } from '../../../control/src/index.js';
import { executeBatch } from '../batch/execute-batch.js';
import { DataverseError } from '../errors.js';
import { strikeAnswer } from '../faults/answer-faults.js';
import { strikeOnArrival } from '../faults/arrival-faults.js';
import { sendFaulty, strikeBody, type BodyFault, type Sending } from '../faults/body-faults.js';
import { Dropped } from '../faults/dropped.js';
import { GatewayPage } from '../faults/gateway-page.js';
import { strikeAdmission } from '../faults/throttle-storm.js';
import { documentOf, refusalResponse } from '../operations/document.js';
import { execute } from '../operations/execute.js';
import { header } from '../operations/header.js';
import { originOf } from '../operations/origin-of.js';
import type { Context, Document, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { Authentication } from './authentication.js';
import { chargedUser } from './charged-user.js';
import type { Organization } from './organization.js';
import { requestContext } from './request-context.js';
import { responseHeaders } from './response-headers.js';
import { parseWebApiUrl } from './web-api-url.js';

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
      await strikeOnArrival(this.organization.faults, target);
      return await this.answer(request, reply, target);
    } catch (error) {
      if (error instanceof GatewayPage) return this.send(reply, target, page(error));
      if (!(error instanceof Dropped)) throw error;
      this.organization.stats.cut(target.method);
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, target: FaultTarget): Promise<unknown> {
    const place: Place = { server: this.organization.protection.serverFor(request.headers.cookie) };
    try {
      const caller = await this.authentication.authenticate(request.headers.authorization);
      if (this.organization.faults.strikes('expiredToken', target)) throw this.authentication.expired();
      this.organization.stats.asked(caller.applicationId);
      const context = requestContext(this.organization, this.url, {
        caller,
        target,
        origin: originOf(askedBy(request)),
      });
      place.user = chargedUser(context, askedBy(request), this.organization.applicationUsers);
      return await this.serve(request, reply, target, { ...place, user: place.user }, context);
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      return this.reply(reply, target, place, refusalResponse(error));
    }
  }

  /** In flight from its admission to its answer, but not while a slow line takes that. @throws DataverseError 429 */
  private async serve(
    request: FastifyRequest,
    reply: FastifyReply,
    target: FaultTarget,
    place: Required<Place>,
    context: Context,
  ): Promise<unknown> {
    const { faults, protection } = this.organization;
    strikeAdmission(faults, target, protection.limits);
    const visit = protection.admit({ ...place, lane: target.lane, work: context.work });
    let sent: Promise<unknown>;
    try {
      const response = this.operate(request, context);
      await visit.takeTime();
      const worked = { ...target, table: target.table ?? context.work[0]?.table };
      await strikeAnswer(faults, worked);
      const fault = strikeBody(faults, worked, response);
      sent = this.reply(reply, target, place, response, fault);
    } finally {
      visit.leave();
    }
    return sent;
  }

  private reply(
    reply: FastifyReply,
    target: FaultTarget,
    place: Place,
    response: WebApiResponse,
    fault?: BodyFault,
  ): Promise<unknown> {
    const document = documentOf(response);
    const headers = this.headers(place, document, response.headers);
    return this.send(reply, target, { status: response.status, headers, content: document?.content }, fault);
  }

  /** What the operation answers, be it a refusal. */
  private operate(request: FastifyRequest, context: Context): WebApiResponse {
    try {
      const { root, path, query } = parseWebApiUrl(request.url);
      this.organization.keyIndexes.settle(context.now);
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
  private async send(
    reply: FastifyReply,
    { method }: FaultTarget,
    sending: Sending,
    fault?: BodyFault,
  ): Promise<unknown> {
    const { status, headers, content } = sending;
    const { stats } = this.organization;
    if (fault?.kind === 'cut') stats.cut(method);
    else stats.answered(method, status);
    const length = content === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(content)) };
    reply.hijack();
    if (fault) await sendFaulty(reply.raw, sending, fault);
    else reply.raw.writeHead(status, { ...headers, ...length }).end(content);
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

const page = ({ status, html }: GatewayPage): Sending => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  content: html,
});

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
