import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultTarget } from '../../../control/src/index.js';
import { executeBatch } from '../batch/execute-batch.js';
import { DataverseError } from '../errors.js';
import { documentOf, refusalResponse } from '../operations/document.js';
import { execute } from '../operations/execute.js';
import type { Caller, Context, Document, WebApiRequest, WebApiResponse } from '../operations/request.js';
import type { Authentication } from './authentication.js';
import { Dropped, faultyCommit } from './commit-faults.js';
import { organization as ids } from './options.js';
import type { Organization } from './organization.js';
import { responseHeaders } from './response-headers.js';
import { parseWebApiUrl } from './web-api-url.js';

const BUSY_PAGE =
  '<html><head><title>503 Service Unavailable</title></head><body><h2>The service is unavailable.</h2></body></html>';

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
    let caller: Caller | undefined;
    try {
      caller = await this.authentication.authenticate(request.headers.authorization);
      this.organization.stats.asked(caller.applicationId);
      this.organization.limiter.admit(caller.applicationId);
      return this.reply(reply, target, caller, this.operate(request, caller, target));
    } catch (error) {
      if (!(error instanceof DataverseError)) throw error;
      return this.reply(reply, target, caller, refusalResponse(error));
    }
  }

  private reply(
    reply: FastifyReply,
    target: FaultTarget,
    caller: Caller | undefined,
    response: WebApiResponse,
  ): FastifyReply {
    const document = documentOf(response);
    const headers = this.headers(caller, document, response.headers);
    return this.send(reply, target, response.status, document?.text, headers);
  }

  private operate(request: FastifyRequest, caller: Caller, target: FaultTarget): WebApiResponse {
    const { tables, store, clock, faults, unknowns, keyIndexes } = this.organization;
    const { root, path, query } = parseWebApiUrl(request.url);
    const now = clock.now();
    keyIndexes.settle(now);
    const context: Context = {
      tables,
      store,
      caller,
      privileges: this.organization.privilegesOf(caller),
      organization: ids,
      unknowns,
      duplicateRules: this.organization.duplicateRules,
      detectsDuplicates: false,
      changeTrackingDays: this.organization.changeTrackingDays,
      now,
      keyIndexes,
      serviceRoot: `${this.url()}${root}`,
      transact: (work) => store.transact(work, faultyCommit(faults, target)),
    };
    const body = Buffer.isBuffer(request.body) ? request.body : undefined;
    if (request.method === 'OPTIONS') return { status: 200 };
    // HEAD is a GET whose body is not sent.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const asked: WebApiRequest = { method, path, query, headers: request.headers, body };
    return path === '$batch' ? executeBatch(context, asked) : execute(context, asked);
  }

  private headers(
    caller: Caller | undefined,
    document: Document | undefined,
    more: Readonly<Record<string, string>> = {},
  ) {
    const remaining = this.organization.limiter.remaining(caller?.applicationId);
    return {
      ...responseHeaders(remaining),
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

  private targetOf({ method, url }: FastifyRequest): FaultTarget {
    const entitySet = /^\/api\/data\/v[\d.]+\/(\w+)/i.exec(url)?.[1];
    return { method, table: entitySet && this.organization.tables.withEntitySet(entitySet)?.name };
  }
}

/** What a gateway in front of the service says when it has no server: a page, not JSON. */
class BusyPage extends Error {}
