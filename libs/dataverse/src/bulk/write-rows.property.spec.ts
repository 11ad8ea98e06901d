import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HttpRequest, type HttpResponse, type Send, TransportError } from '#lib/http';
import { answerOf } from '#lib/http/testing';
import type { Clock } from '#lib/resilience';
import { DataverseClient } from '../dataverse-client.js';
import { accountTable } from '../tables/account.table.js';
import { batchAnswerOf, refusalOf } from '../testing.js';
import { boundaryOf, readMultipart } from '../web-api/batch/read-multipart.js';
import type { BulkOptions } from './bulk-options.js';
import type { RowOutcome } from './row-outcome.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const tooLong = refusalOf(400, '0x80044331', "the length of the 'name' attribute exceeded '160'");
const isPoison = (name: unknown) => typeof name === 'string' && name.startsWith('poison');

type Fault =
  'none' | 'lost before' | 'lost after' | '503' | '503 after' | '429' | 'refused connection' | 'in two';

/** Accounts and nothing else, with faults in the order in which they are given; then it is sound. */
class SmallDataverse {
  readonly names = new Map<string, string>();
  requests = 0;
  created = 0;

  constructor(private readonly faults: Fault[]) {}

  readonly send: Send = async (request) => {
    this.requests += 1;
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'refused connection') throw new TransportError('connection-refused', 'not-sent');
    if (fault === 'lost before') throw new TransportError('connection-reset', 'unknown');
    if (fault === '503') return answerOf(503, { body: '<html>' });
    if (fault === '429') return refusalOf(429, '0x80072322');
    const answer = this.answer(request);
    if (fault === 'lost after') throw new TransportError('connection-reset', 'unknown');
    if (fault === '503 after') return answerOf(503, { body: '<html>' });
    if (fault === 'in two') return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
    return answer;
  };

  private answer({ method, url, headers, body }: HttpRequest): HttpResponse {
    const path = decodeURIComponent(url.slice(root.length));
    if (path.startsWith('sdkmessagefilters')) return answerOf(200, { body: '{"value":[{}]}' });
    if (path === '$batch') return this.batch(String(body), headers['content-type'] ?? '');
    if (method === 'GET') return this.read(path);
    const { Targets: targets } = JSON.parse(String(body)) as { Targets: Record<string, string>[] };
    if (targets.some(({ name }) => isPoison(name))) return tooLong;
    const keys = targets.map((target) => this.keyIn(target));
    if (path.endsWith('CreateMultiple') && keys.some((key) => this.names.has(key)))
      return refusalOf(412, '0x80040237', 'Cannot insert duplicate key.');
    if (path.endsWith('UpdateMultiple') && keys.some((key) => !this.names.has(key)))
      return refusalOf(404, '0x80040217', `Account With Ids = ${keys[0] ?? ''} Do Not Exist`);
    for (const [at, key] of keys.entries()) this.put(key, targets[at]?.['name'] ?? '');
    return path.endsWith('CreateMultiple') ? answerOf(200, { body: '{"Ids":[]}' }) : answerOf(204);
  }

  private put(key: string, name: string): void {
    if (!this.names.has(key)) this.created += 1;
    this.names.set(key, name);
  }

  private keyIn(target: Record<string, string>): string {
    return target['accountid'] ?? /'(\w+)'/.exec(target['@odata.id'] ?? '')?.[1] ?? '';
  }

  private read(path: string): HttpResponse {
    const asked = JSON.parse(/PropertyValues=(\[[^\]]*\])/.exec(path)?.[1] ?? '[]') as string[];
    const value = asked.flatMap((key) => {
      const name = this.names.get(key);
      return name === undefined ? [] : [{ accountid: key, cw_key: key, name }];
    });
    return answerOf(200, { body: JSON.stringify({ value }) });
  }

  private batch(body: string, type: string): HttpResponse {
    const parts = readMultipart(body, boundaryOf(type) ?? '');
    return batchAnswerOf(
      200,
      parts.map((part) => this.part(part)),
    );
  }

  private part(part: string): HttpResponse {
    const [, method = '', url = ''] = /^(\w+) (\S+) HTTP/m.exec(part) ?? [];
    const text = part.slice(part.lastIndexOf('\r\n') + 2);
    const row = (text ? JSON.parse(text) : {}) as Record<string, string>;
    const key = /[('](\w[\w-]+)'?\)/.exec(decodeURIComponent(url))?.[1] ?? row['accountid'] ?? '';
    if (isPoison(row['name'])) return tooLong;
    const isThere = this.names.has(key);
    if (method === 'DELETE') return this.names.delete(key) ? answerOf(204) : refusalOf(404, '0x80040217');
    if (method === 'POST' && isThere) return refusalOf(412, '0x80040237');
    if (part.includes('if-match: *') && !isThere) return refusalOf(404, '0x80040217');
    this.put(key, row['name'] ?? '');
    return answerOf(isThere ? 200 : 201, { body: JSON.stringify({ accountid: key }) });
  }
}

const guidOf = (n: number) => `0b0b0b0b-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Nobody waits: time goes on by itself. */
const hastyClock = (): Clock => {
  let now = 0;
  return {
    now: () => now,
    after: () => () => undefined,
    sleep: async (ms) => void (now += ms),
  };
};

const clientOf = (dataverse: SmallDataverse) =>
  new DataverseClient('https://contoso.crm4.dynamics.com', dataverse.send, 'batch', {
    clock: hastyClock(),
    random: () => 0.5,
  });

async function allOf<Entry>(outcomes: AsyncIterable<RowOutcome<Entry>>): Promise<RowOutcome<Entry>[]> {
  const all: RowOutcome<Entry>[] = [];
  for await (const outcome of outcomes) all.push(outcome);
  return all;
}

const faultsOf = fc.array(
  fc.constantFrom<Fault>(
    ...([
      'none',
      'none',
      'lost before',
      'lost after',
      '503',
      '503 after',
      '429',
      'refused connection',
      'in two',
    ] as const),
  ),
  { maxLength: 25 },
);

const stories = fc.record({
  verb: fc.constantFrom('create', 'upsert', 'update', 'delete'),
  count: fc.integer({ min: 1, max: 260 }),
  poison: fc.uniqueArray(fc.integer({ min: 0, max: 259 }), { maxLength: 12 }),
  faults: faultsOf,
  by: fc.constantFrom('bulk', 'batch', undefined),
  readFirst: fc.boolean(),
  mostRows: fc.constantFrom(1, 7, 60, 130, 1_000),
  atOnce: fc.integer({ min: 1, max: 5 }),
});
type Story = typeof stories extends fc.Arbitrary<infer S> ? S : never;

const expected: Readonly<Record<string, readonly string[]>> = {
  create: ['created'],
  upsert: ['created', 'upserted'],
  update: ['updated', 'unchanged'],
  delete: ['deleted'],
};

function write({ verb, count, poison, by, readFirst, mostRows, atOnce }: Story, client: DataverseClient) {
  const options: BulkOptions = { by, readFirst, mostRows, firstRows: mostRows, atOnce, patienceMs: 1e12 };
  const ids = Array.from({ length: count }, (_, n) => guidOf(n));
  const nameOf = (n: number) => (poison.includes(n) ? `poison ${n}` : `name ${n}`);
  if (verb === 'create') {
    const rows = ids.map((id, n) => ({ id, row: { name: nameOf(n) } }));
    return client.createMultiple(accountTable, rows, options);
  }
  if (verb === 'upsert') {
    const rows = ids.map((_, n) => ({ at: { key: `key${n}` }, row: { name: nameOf(n) } }));
    return client.upsertMultiple(accountTable, rows, options);
  }
  if (verb === 'update') {
    const rows = ids.map((at, n) => ({ at, changes: { name: nameOf(n) } }));
    return client.updateMultiple(accountTable, rows, options);
  }
  return client.deleteMultiple(accountTable, ids, { ...options, by: 'batch' });
}

describe('writing many rows', () => {
  it(
    'gives each row its result, once, in order, and true, whatever befalls the calls',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stories, async (story) => {
          const { verb, count, poison } = story;
          const dataverse = new SmallDataverse([...story.faults]);
          const wasThere = verb === 'update' || verb === 'delete';
          if (wasThere) for (let n = 0; n < count; n += 1) dataverse.names.set(guidOf(n), 'before');
          const outcomes = await allOf<unknown>(write(story, clientOf(dataverse)));
          expect(outcomes.map(({ index }) => index)).toEqual(outcomes.map((_, n) => n));
          expect(outcomes).toHaveLength(count);
          for (const { index, outcome } of outcomes) {
            const isBad = verb !== 'delete' && poison.includes(index);
            const key = verb === 'upsert' ? `key${index}` : guidOf(index);
            if (isBad) expect([index, outcome]).toEqual([index, 'refused']);
            else expect(expected[verb]).toContain(outcome);
            const stands = isBad ? (wasThere ? 'before' : undefined) : `name ${index}`;
            expect(dataverse.names.get(key)).toBe(verb === 'delete' ? undefined : stands);
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});
