import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { accountTable } from '../tables/account.table.js';
import { eq } from '../query/comparison.js';
import { refusalOf, scriptedClient } from '../testing.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const tracked = `${root}accounts?$select=accountid,name`;
const next = (n: number) =>
  `${tracked}&$skiptoken=%3Ccookie%20pagenumber=%22${n}%22%20pagingcookie=%22%253c%22%20istracking=%22True%22%20/%3E`;
const delta = (version: number) => `${tracked}&$deltatoken=${version}%2108%2f22%2f2017%2008%3a10%3a44`;

const page = (value: object[], link: object) => answerOf(200, { body: JSON.stringify({ value, ...link }) });
const row = (id: string, name: string) => ({ accountid: id, name });
const deleted = (id: string) => ({
  '@odata.context': `${root}$metadata#accounts/$deletedEntity`,
  id,
  reason: 'deleted',
});

/** A copy of the table, and the link that is kept with it: what a crash leaves. */
class Copy {
  readonly names = new Map<string, unknown>();
  since: string | undefined;

  /** Works the pages; dies before it has kept the link of the page with this number, if there is one. */
  async follow(client: ReturnType<typeof scriptedClient>['client'], dieAt?: number): Promise<void> {
    let number = 0;
    const { since } = this;
    for await (const changes of client.changes(accountTable, { select: ['name'], since, pageSize: 2 })) {
      for (const { id, name } of changes.rows) this.names.set(id, name);
      for (const id of changes.deletedIds) this.names.delete(id);
      if ((number += 1) === dieAt) return;
      this.since = changes.resumeFrom;
    }
  }
}

describe('changes of a table', () => {
  it('check 12: links are followed as they came, byte for byte, with the same page size', async () => {
    const { client, requests } = scriptedClient(
      page([row('a', 'One')], { '@odata.nextLink': next(2) }),
      page([row('b', 'Two')], { '@odata.deltaLink': delta(5) }),
      page([], { '@odata.deltaLink': delta(6) }),
    );
    const copy = new Copy();
    await copy.follow(client);
    await copy.follow(client);
    expect(requests.map(({ url }) => url).slice(1)).toEqual([next(2), delta(5)]);
    expect(requests.map(({ headers }) => headers['prefer'])).toEqual(
      Array(3).fill('odata.track-changes,odata.maxpagesize=2'),
    );
  });

  it('check 12: a row may come twice, and so may the deletion of one that was never seen', async () => {
    const { client } = scriptedClient(
      page([row('a', 'One'), row('a', 'One again')], { '@odata.deltaLink': delta(5) }),
      page([row('a', 'One again'), deleted('never-seen')], { '@odata.deltaLink': delta(6) }),
    );
    const copy = new Copy();
    await copy.follow(client);
    await copy.follow(client);
    expect([...copy.names]).toEqual([['a', 'One again']]);
  });

  it('check 12: after a crash between pages it goes on from the last link that was kept', async () => {
    const second = page([row('b', 'Two')], { '@odata.nextLink': next(3) });
    const copy = new Copy();
    const before = scriptedClient(page([row('a', 'One')], { '@odata.nextLink': next(2) }), second);
    await copy.follow(before.client, 2);
    expect(copy.since).toBe(next(2));
    const after = scriptedClient(second, page([deleted('a')], { '@odata.deltaLink': delta(5) }));
    await copy.follow(after.client);
    expect(after.requests.map(({ url }) => url)).toEqual([next(2), next(3)]);
    expect([[...copy.names], copy.since]).toEqual([[['b', 'Two']], delta(5)]);
  });

  it('check 12: a link that is too old has a name of its own, and is not tried again', async () => {
    const { client, requests } = scriptedClient(refusalOf(400, '0x80044352'));
    const copy = new Copy();
    copy.since = delta(5);
    await expect(copy.follow(client)).rejects.toMatchObject({ code: 'changes-expired', retry: 'never' });
    expect([requests.length, copy.since]).toEqual([1, delta(5)]);
  });

  it('check 12: what the service refuses beside change tracking cannot be asked for', async () => {
    const { client, requests } = scriptedClient(answerOf(200));
    // @ts-expect-error Changes have no conditions.
    client.changes(accountTable, { select: [], filter: eq(accountTable, 'name', 'One') });
    // @ts-expect-error There are as many as there are.
    client.changes(accountTable, { select: [], top: 1 });
    // @ts-expect-error They come in an order of the service's own.
    client.changes(accountTable, { select: [], orderBy: ['name'] });
    // @ts-expect-error They bring no other rows along.
    client.changes(accountTable, { select: [], expand: {} });
    expect(requests).toEqual([]);
  });
});
