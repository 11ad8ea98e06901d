import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountTable, type DataverseClient } from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';

const ids = Array.from({ length: 8 }, (_, n) => `0a0a0a0a-0000-4000-8000-00000000000${n}`);
const [first = '', second = '', third = ''] = ids;

/** Links expire before tokens do. */
const tenMinutes = 600;

let standIn: ConnectedStandIn;
let dataverse: DataverseStandIn;
let client: DataverseClient;

beforeAll(async () => {
  standIn = await connectStandIn({ changeTrackingDays: tenMinutes / 86_400 });
  ({ dataverse, client } = standIn);
});

afterAll(() => standIn.close());

beforeEach(() => dataverse.reset());

/** A copy of the table with the link that was kept last; `dieAt` ends its work before it keeps the link of that page. */
class Copy {
  readonly names = new Map<string, string>();
  readonly pages: [rows: number, deleted: number][] = [];
  private since: string | undefined;

  async follow({ pageSize, dieAt }: { pageSize?: number; dieAt?: number } = {}): Promise<void> {
    const { since } = this;
    let number = 0;
    for await (const page of client.changes(accountTable, { select: ['name'], since, pageSize })) {
      this.pages.push([page.rows.length, page.deletedIds.length]);
      for (const { id, name } of page.rows) this.names.set(id, name ?? '');
      for (const id of page.deletedIds) this.names.delete(id);
      if ((number += 1) === dieAt) return;
      this.since = page.resumeFrom;
    }
  }
}

const put = (id: string, name: string) => client.upsert(accountTable, id, { name });
const remove = (id: string) => client.delete(accountTable, id);

describe('the client and the stand-in: changes', () => {
  it('are followed from the first row on: made, changed, deleted, and made and deleted in between', async () => {
    const copy = new Copy();
    await put(first, 'one');
    await put(second, 'two');
    await copy.follow();
    await put(first, 'one b');
    await remove(second);
    await put(third, 'three');
    await put(ids[4] ?? '', 'short');
    await remove(ids[4] ?? '');
    await copy.follow();
    expect([...copy.names]).toEqual([
      [first, 'one b'],
      [third, 'three'],
    ]);
    await copy.follow();
    expect(copy.pages).toEqual([
      [2, 0],
      [2, 2],
      [0, 0],
    ]);
  });

  it('come in pages, and nothing is lost that happens while they are read', async () => {
    for (const id of ids) await put(id, id);
    const copy = new Copy();
    await copy.follow({ pageSize: 3, dieAt: 2 });
    await put(first, 'changed meanwhile');
    await remove(second);
    await copy.follow({ pageSize: 3 });
    await copy.follow({ pageSize: 3 });
    expect(copy.names.size).toBe(7);
    expect([copy.names.get(first), copy.names.has(second)]).toEqual(['changed meanwhile', false]);
  });

  it('go on after a crash where the last link was kept', async () => {
    const copy = new Copy();
    await copy.follow();
    for (const id of ids) await put(id, id);
    for (const id of ids.slice(0, 3)) await remove(id);
    copy.pages.length = 0;
    await copy.follow({ pageSize: 2, dieAt: 3 });
    await copy.follow({ pageSize: 2 });
    expect(copy.pages).toEqual([
      [2, 0],
      [2, 0],
      [1, 1],
      [1, 1],
      [0, 2],
    ]);
    expect([...copy.names.keys()]).toEqual(ids.slice(3));
  });

  it('are read from the start again once the link is too old', async () => {
    const copy = new Copy();
    await put(first, 'one');
    await copy.follow();
    await dataverse.advance(tenMinutes + 2);
    await expect(copy.follow()).rejects.toMatchObject({ code: 'changes-expired', retry: 'never' });
    const again = new Copy();
    await again.follow();
    expect([...again.names.values()]).toEqual(['one']);
  });

  it('are there after a lost reply', async () => {
    const copy = new Copy();
    await copy.follow();
    await put(first, 'one');
    await dataverse.hurt({ down: { count: 1 } });
    await copy.follow();
    expect([...copy.names.values()]).toEqual(['one']);
  });
});
