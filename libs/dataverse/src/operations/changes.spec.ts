import { describe, expect, it } from 'vitest';
import { accountTable } from '../tables/account.table.js';
import { contactTable } from '../tables/contact.table.js';
import { answerOf } from '#lib/http/testing';
import { refusalOf, scriptedClient } from '../testing.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const delta = `${root}accounts?$select=accountid,name&$deltatoken=919042%2108%2f22%2f2017%2008%3a10%3a44`;

const page = (value: object[], links: object) => answerOf(200, { body: JSON.stringify({ value, ...links }) });
const deleted = (id: string) => ({
  '@odata.context': `${root}$metadata#accounts/$deletedEntity`,
  id,
  reason: 'deleted',
});
const row = (id: string, name: string) => ({ '@odata.etag': 'W/"1"', accountid: id, name });

async function pagesOf<Page>(pages: AsyncIterable<Page>): Promise<Page[]> {
  const all = [];
  for await (const one of pages) all.push(one);
  return all;
}

describe('changes', () => {
  it('tells rows and deletions apart, and where to go on', async () => {
    const { client, said } = scriptedClient(
      page([row('a', 'One'), deleted('b')], { '@odata.deltaLink': delta }),
    );
    expect(await pagesOf(client.changes(accountTable, { select: ['name'] }))).toEqual([
      {
        rows: [{ id: 'a', etag: 'W/"1"', name: 'One' }],
        deletedIds: ['b'],
        resumeFrom: delta,
        startsOver: true,
        state: 'up-to-date',
      },
    ]);
    expect(said()).toEqual([{ method: 'GET', path: 'accounts?$select=accountid,name' }]);
  });

  it('keeps the link when the answer is an empty object: nothing has changed', async () => {
    const { client } = scriptedClient(answerOf(200, { body: '{}' }));
    expect(await pagesOf(client.changes(accountTable, { select: ['name'], since: delta }))).toEqual([
      { rows: [], deletedIds: [], resumeFrom: delta, startsOver: false, state: 'up-to-date' },
    ]);
  });

  it('starts over when the link has expired, if that is asked for, and says so', async () => {
    const expired = refusalOf(400, '0x80044352');
    const next = `${root}accounts?$select=accountid,name&$skiptoken=2`;
    const { client, said } = scriptedClient(
      expired,
      page([row('a', 'One')], { '@odata.nextLink': next }),
      page([row('b', 'Two')], { '@odata.deltaLink': delta }),
      expired,
    );
    const options = { select: ['name'], since: delta } as const;
    const pages = await pagesOf(client.changes(accountTable, { ...options, resync: true }));
    expect(pages.map(({ startsOver, state }) => [startsOver, state])).toEqual([
      [true, 'more'],
      [false, 'up-to-date'],
    ]);
    expect(said()[1]?.path).toBe('accounts?$select=accountid,name');
    await expect(pagesOf(client.changes(accountTable, options))).rejects.toMatchObject({
      code: 'changes-expired',
    });
  });

  it('takes no answer without links for a page: the service would not be tracking', async () => {
    const next = `${root}accounts?$select=accountid,name&$skiptoken=2`;
    const read = (since: string | undefined, ...answers: Parameters<typeof scriptedClient>) =>
      pagesOf(scriptedClient(...answers).client.changes(accountTable, { select: ['name'], since }));
    const unexpected = { code: 'unexpected-answer', retry: 'after-wait' };
    await expect(read(undefined, page([], {}))).rejects.toMatchObject(unexpected);
    await expect(read(delta, page([row('a', 'One')], {}))).rejects.toMatchObject(unexpected);
    await expect(
      read(delta, page([], { '@odata.nextLink': next }), answerOf(200, { body: '{}' })),
    ).rejects.toMatchObject(unexpected);
  });

  it('follows no link of another table, of other columns or out of the environment', async () => {
    const { client, requests } = scriptedClient(page([], {}));
    const wrong = [
      client.changes(contactTable, { select: [], since: delta }),
      client.changes(accountTable, { select: ['name', 'city'], since: delta }),
      client.changes(accountTable, { select: ['name'], since: 'https://example.org/accounts' }),
      client.changes(accountTable, { select: ['name'], pageSize: 0 }),
    ];
    for (const one of wrong) await expect(pagesOf<unknown>(one)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('reads fewer columns than the link was made with', async () => {
    const { client, requests } = scriptedClient(page([], { '@odata.deltaLink': delta }));
    await pagesOf(client.changes(accountTable, { select: [], since: delta, annotations: true }));
    expect(requests[0]?.headers['prefer']).toMatch(
      /^odata\.track-changes,odata\.maxpagesize=500,odata\.include-annotations="/,
    );
  });
});
