import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loopbackServer } from '#lib/http/testing';
import { EntraStandIn } from '../../support/entra-stand-in.js';
import { barePool } from './bare-pool.js';
import { causeway } from './causeway.js';
import type { Contender } from './contender.js';
import type { Places } from '../../support/dataverse-identity.js';

/** A request as it came over the wire, but for what is random in each. */
interface HeardOnTheWire {
  line: string;
  headers: Record<string, string>;
  body: string;
}

const RANDOM = ['traceparent', 'x-ms-client-request-id', 'x-ms-correlation-id'];

describe('the bare pool, which is the ceiling', () => {
  const heard: HeardOnTheWire[] = [];
  let entra: EntraStandIn;
  let server: Awaited<ReturnType<typeof loopbackServer>>;
  let places: Places;

  beforeAll(async () => {
    entra = await EntraStandIn.start();
    server = await loopbackServer((request, response) => {
      void hear(request).then((one) => {
        heard.push(one);
        const row = { contactid: 'x', cw_key: 'k1', description: 's1' };
        response.statusCode = request.method === 'GET' ? 200 : 204;
        response.end(request.method === 'GET' ? JSON.stringify(row) : undefined);
      });
    });
    places = { dataverseUrl: server.url, entraUrl: entra.url };
  });
  afterAll(async () => {
    await server.close();
    await entra.close();
  });

  const heardFrom = async (contender: Contender) => {
    heard.length = 0;
    await contender.retrieve('k1');
    await contender.upsert({ key: 'k1', stamp: 's1' });
    await contender.close();
    return [...heard];
  };

  it('sends the very bytes that our client sends, but for the random ones', async () => {
    const [ours, theirs] = [await heardFrom(await causeway(places)), await heardFrom(await barePool(places))];
    expect(ours.map(({ line }) => line)).toEqual([
      expect.stringContaining("GET /api/data/v9.2/contacts(cw_key='k1')?$select="),
      "PATCH /api/data/v9.2/contacts(cw_key='k1')",
    ]);
    expect(theirs.map(withoutRandom)).toEqual(ours.map(withoutRandom));
    for (const name of RANDOM) expect(theirs[0]?.headers[name]?.length).toBe(ours[0]?.headers[name]?.length);
  });
});

async function hear(request: IncomingMessage): Promise<HeardOnTheWire> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    line: `${request.method} ${decodeURIComponent(request.url ?? '')}`,
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
  };
}

/** Each contender has signed with a token of its own. */
function withoutRandom({ line, headers, body }: HeardOnTheWire) {
  const plain = Object.entries(headers).filter(
    ([name]) => !RANDOM.includes(name) && name !== 'authorization',
  );
  return { line, headers: Object.fromEntries(plain), body };
}
