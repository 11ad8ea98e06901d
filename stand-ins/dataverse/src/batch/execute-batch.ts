import { badBatch, contentIdUnknown, DataverseError, methodNotAllowed } from '../errors.js';
import { parseWebApiUrl } from '../http/web-api-url.js';
import { refusalResponse } from '../operations/document.js';
import { execute } from '../operations/execute.js';
import { header } from '../operations/header.js';
import type { Context, WebApiRequest, WebApiResponse } from '../operations/request.js';
import { readBatch, type BatchedRequest } from './read-batch.js';
import { writeBatch, type BatchAnswer, type BatchedResponse } from './write-batch.js';

/** The longest URL in a batch: webapi/execute-batch-operations-using-web-api, "When to use batch requests". */
const LONGEST_URL = 65_536;
/** These hold for every request in the batch that does not say otherwise. */
const INHERITED = ['callerobjectid', 'mscrmcallerid', 'x-ms-correlation-id', 'user-agent'];

/**
 * `POST $batch`: one request after the other, each a transaction of its own, and those of a change set one together. The first
 * failure ends it, and its status is the status of all, unless `Prefer: odata.continue-on-error` asks to go on.
 * webapi/execute-batch-operations-using-web-api.
 */
export function executeBatch(context: Context, request: WebApiRequest): WebApiResponse {
  if (request.method !== 'POST') throw methodNotAllowed(request.method);
  const items = readBatch(header(request, 'content-type'), request.body);
  const continues = /(?:^|[,;\s])odata\.continue-on-error(?!\s*=\s*"?false)/i.test(
    header(request, 'prefer') ?? '',
  );
  const inherited = INHERITED.map((name) => [name, header(request, name)]);
  const batch: Batch = { context, contentIds: new Map(), headers: Object.fromEntries(inherited) };
  const answers: BatchAnswer[] = [];
  let status = 200;
  for (const item of items) {
    const answer =
      item.kind === 'request' ? answerRequest(batch, item.request) : answerChangeSet(batch, item.requests);
    answers.push(answer);
    const failed = statusOf(answer);
    if (failed < 400 || continues) continue;
    status = failed;
    break;
  }
  return { status, document: writeBatch(answers) };
}

interface Batch {
  context: Context;
  /** The URLs of the rows that were written before, as far as they may be referred to. */
  contentIds: Map<string, string>;
  headers: WebApiRequest['headers'];
}

function answerRequest(batch: Batch, request: BatchedRequest): BatchAnswer {
  try {
    return { kind: 'request', answer: { response: carryOut(batch, request) } };
  } catch (error) {
    return { kind: 'request', answer: { response: refusal(error) } };
  }
}

/** All or nothing: what fails is one error for all of them. */
function answerChangeSet(batch: Batch, requests: readonly BatchedRequest[]): BatchAnswer {
  const { context, contentIds } = batch;
  const known = context.unknowns.contentIds === 'inTheBatch' ? contentIds : new Map<string, string>();
  let contentId: string | undefined;
  try {
    const answers = context.transact(() =>
      requests.map((request): BatchedResponse => {
        contentId = request.contentId;
        return { response: carryOut({ ...batch, contentIds: known }, request), contentId };
      }),
    );
    return { kind: 'changeSet', answers };
  } catch (error) {
    const answer = { response: refusal(error), contentId };
    if (context.unknowns.failedChangeSet === 'plainPart') return { kind: 'request', answer };
    return { kind: 'changeSet', answers: [answer] };
  }
}

function carryOut({ context, contentIds, headers }: Batch, request: BatchedRequest): WebApiResponse {
  const { method, body, contentId } = request;
  const { root, path, query } = parseWebApiUrl(urlOf(context, contentIds, request.url), LONGEST_URL);
  const serviceRoot = new URL(root, context.serviceRoot).href;
  const response = execute(
    { ...context, serviceRoot, contentIds },
    { method, path, query, headers: { ...headers, ...request.headers }, body },
  );
  // Only a row whose URL is answered can be referred to: not one that is shown instead.
  const url = response.headers?.['OData-EntityId'];
  if (contentId !== undefined && url !== undefined) contentIds.set(contentId, url);
  return response;
}

/** From the root of the host: `/api/data/v9.2/...` */
function urlOf({ serviceRoot }: Context, contentIds: ReadonlyMap<string, string>, url: string): string {
  const [reference] = /^\/?\$\w+(?=[/?]|$)/.exec(url) ?? [];
  if (reference === undefined) return pathOf(url, serviceRoot);
  const name = reference.slice(reference.indexOf('$') + 1);
  const referred = contentIds.get(name);
  if (referred === undefined) throw contentIdUnknown(`$${name}`);
  return pathOf(referred + url.slice(reference.length), serviceRoot);
}

function pathOf(url: string, base: string): string {
  if (!URL.canParse(url, base)) throw badBatch(`'${url.slice(0, 100)}' is no URL.`);
  const { pathname, search } = new URL(url, base);
  return pathname + search;
}

function refusal(error: unknown): WebApiResponse {
  if (error instanceof DataverseError) return refusalResponse(error);
  throw error;
}

const statusOf = (answer: BatchAnswer): number =>
  answer.kind === 'request'
    ? answer.answer.response.status
    : Math.max(200, ...answer.answers.map(({ response }) => response.status));
