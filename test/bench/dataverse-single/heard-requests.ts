import type { Dispatcher } from 'undici';
import { contactTable, DataverseClient, DataverseConnection } from '#lib/dataverse';
import type { HttpRequest, Send } from '#lib/http';
import { optionsFor, singlesOf } from './causeway.js';
import type { Places } from '../../support/dataverse-identity.js';
import { keysOf, type ReadRow } from './rows.js';

/** A request as our whole pipeline hands it to the transport, without the host. */
export interface HeardRequest {
  method: Dispatcher.HttpMethod;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** What our client sends to read and to write the example row. */
export interface HeardSingles {
  retrieve: HeardRequest;
  upsert: HeardRequest;
  example: ReadRow;
}

/** The least that our client takes for a row. */
const someRow = JSON.stringify({ [contactTable.primaryId]: '0a0a0a0a-0000-4000-8000-000000000001' });

/** Lets our client read and write the example row. */
export async function hearSingles(places: Places): Promise<HeardSingles> {
  const [key = ''] = keysOf(1);
  const example = { key, stamp: '<the stamp>' };
  const [retrieve, upsert] = await hearRequests(places, async (client) => {
    const singles = singlesOf(client);
    await singles.retrieve(key);
    await singles.upsert(example);
  });
  if (!retrieve || !upsert) throw new Error('Our client sent nothing.');
  return { retrieve, upsert, example };
}

/** Lets our client work against a transport that only listens, and is content with everything. */
export async function hearRequests(
  places: Places,
  work: (client: DataverseClient) => Promise<void>,
): Promise<HeardRequest[]> {
  const heard: HeardRequest[] = [];
  const listen: Send = async (request) => {
    heard.push(withoutHost(request));
    const answer = request.method === 'GET' ? { status: 200, body: someRow } : { status: 204, body: '' };
    return { ...answer, headers: {}, durationMs: 0 };
  };
  const connection = new DataverseConnection(optionsFor(places), listen);
  await work(new DataverseClient(places.dataverseUrl, connection.send));
  await connection.close();
  return heard;
}

function withoutHost({ method, url, headers, body }: HttpRequest): HeardRequest {
  const { pathname, search } = new URL(url);
  return {
    method: method as Dispatcher.HttpMethod,
    path: pathname + search,
    headers,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? String(body) : undefined,
  };
}
