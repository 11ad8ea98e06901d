import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactTable, type DataverseClient } from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';

const idOf = (n: number) => `0c0c0c0c-0000-4000-8000-${String(n).padStart(12, '0')}`;
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
const tooLong = 'x'.repeat(51);

describe('writes that share requests, and the stand-in', () => {
  let standIn: ConnectedStandIn;
  let dataverse: DataverseStandIn;
  let client: DataverseClient;

  beforeAll(async () => {
    standIn = await connectStandIn({}, { groupWrites: true });
    ({ dataverse, client } = standIn);
  });

  afterAll(() => standIn.close());

  beforeEach(() => dataverse.reset());

  const upsert = (n: number, lastName = `Name ${n}`) => client.upsert(contactTable, idOf(n), { lastName });
  const lastNames = async () =>
    new Map((await dataverse.rows('contact')).map(({ contactid, lastname }) => [contactid, lastname]));

  it('are far fewer requests than writes, and each row is right', async () => {
    const written = await Promise.all(
      numbers(500).map((n) =>
        client.upsert(contactTable, idOf(n), { lastName: `Name ${n}` }, { return: ['lastName'] }),
      ),
    );
    expect(written).toMatchObject(
      numbers(500).map((n) => ({ outcome: 'created', row: { id: idOf(n), lastName: `Name ${n}` } })),
    );
    expect((await dataverse.stats()).requests).toBeLessThan(100);
    expect(await lastNames()).toEqual(new Map(numbers(500).map((n) => [idOf(n), `Name ${n}`])));
  });

  it('are refused one by one, each in its own words', async () => {
    const isPoison = (n: number) => n % 10 === 7;
    const ends = await Promise.allSettled(
      numbers(200).map((n) => upsert(n, isPoison(n) ? tooLong : `Name ${n}`)),
    );
    ends.forEach((end, n) =>
      expect(end).toMatchObject(
        isPoison(n)
          ? { reason: { operation: 'contact.upsert', code: 'text-too-long', column: 'lastname' } }
          : { status: 'fulfilled' },
      ),
    );
    expect((await lastNames()).size).toBe(180);
    expect((await dataverse.stats()).requests).toBeLessThan(60);
  });

  it('come once each through lost replies and a gateway in trouble', async () => {
    await dataverse.hurt({ dropAfterCommit: { rate: 0.2, seed: 7 }, html503: { count: 5, method: 'POST' } });
    const ends = await Promise.all(
      numbers(200).map((n) =>
        client.createOnce(contactTable, { key: String(n).padStart(64, '0') }, { id: idOf(n) }),
      ),
    );
    expect(ends.map(({ row }) => row.id)).toEqual(numbers(200).map(idOf));
    expect((await dataverse.rows('contact')).length).toBe(200);
  });

  it('of one row are done in their order', async () => {
    await Promise.all([
      ...numbers(50).map((n) => upsert(0, `Name ${n}`)),
      ...numbers(50).map((n) => upsert(n + 1)),
    ]);
    expect((await lastNames()).get(idOf(0))).toBe('Name 49');
  });

  it('of a caller who leaves while they wait are not done', async () => {
    const leaving = new AbortController();
    const options = { signal: leaving.signal };
    const stay = numbers(20).map((n) => upsert(n));
    const gone = numbers(8).map((n) => client.upsert(contactTable, idOf(n + 20), {}, options));
    leaving.abort(new Error('left'));
    for (const end of await Promise.allSettled(gone))
      expect(end).toMatchObject({ reason: { message: 'left' } });
    await Promise.all(stay);
    expect([...(await lastNames()).keys()].sort()).toEqual(numbers(20).map(idOf));
  });
});
