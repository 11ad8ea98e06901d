import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accountTable,
  and,
  annotationTable,
  contactTable,
  contains,
  type DataverseClient,
  defineTable,
  endsWith,
  eq,
  type Filter,
  ge,
  gt,
  incidentTable,
  isIn,
  isNotIn,
  isNotNull,
  isNull,
  le,
  lt,
  ne,
  not,
  or,
  related,
  rowOf,
  startsWith,
  text,
} from '#lib/dataverse';
import { connectStandIn, type ConnectedStandIn } from './connected-stand-in.js';
import type { DataverseStandIn } from '../support/dataverse-stand-in.js';

const guidOf = (n: number) => `0a0a0a0a-0000-4000-8000-${String(n).padStart(12, '0')}`;
const keyOf = (n: number) => String(n).padStart(64, '0');

let standIn: ConnectedStandIn;
let dataverse: DataverseStandIn;
let client: DataverseClient;

beforeAll(async () => {
  standIn = await connectStandIn();
  ({ dataverse, client } = standIn);
});

afterAll(() => standIn.close());

beforeEach(() => dataverse.reset());

describe('the client and the stand-in: one row', () => {
  it('is created, read, changed, read again if it changed, and deleted', async () => {
    const id = guidOf(1);
    const written = await client.create(
      contactTable,
      { firstName: 'Mary', lastName: "O'Brien", preferredContactMethod: 'email' },
      { id, return: ['fullName', 'state'] },
    );
    expect(written).toMatchObject({ id, fullName: "Mary O'Brien", state: 'active' });
    const read = await client.retrieve(contactTable, id, { select: ['lastName'] });
    expect(read).toMatchObject({ id, lastName: "O'Brien" });
    const etag = read?.etag ?? '';
    expect(await client.retrieveIfChanged(contactTable, id, etag)).toEqual({ outcome: 'not-modified' });
    const changed = await client.update(contactTable, id, { phone: '1' }, { etag, return: ['phone'] });
    expect(changed).toMatchObject({ id, phone: '1' });
    const reread = await client.retrieveIfChanged(contactTable, id, etag, { select: ['phone'] });
    expect(reread).toMatchObject({ outcome: 'changed', row: { phone: '1' } });
    const late = client.update(contactTable, id, { phone: '2' }, { etag });
    await expect(late).rejects.toMatchObject({ code: 'version-mismatch' });
    await expect(client.delete(contactTable, id, { etag })).rejects.toMatchObject({
      code: 'version-mismatch',
    });
    expect(await client.delete(contactTable, id)).toBe('deleted');
    expect(await client.delete(contactTable, id)).toBe('not-there');
    expect(await client.retrieve(contactTable, id)).toBeUndefined();
    expect(await client.retrieveIfChanged(contactTable, id, etag)).toEqual({ outcome: 'not-there' });
    await expect(client.update(contactTable, id, {})).rejects.toMatchObject({ code: 'row-not-found' });
  });

  it('is made once, by a key with a quote, whatever way is taken', async () => {
    const key = "it's key 1 – Ü";
    const upsert = (lastName: string) =>
      client.upsert(contactTable, { key }, { lastName }, { return: ['lastName'] });
    expect(await upsert('One')).toMatchObject({ outcome: 'created', row: { lastName: 'One' } });
    expect(await upsert('Two')).toMatchObject({ outcome: 'updated', row: { lastName: 'Two' } });
    const absent = await client.createIfAbsent(contactTable, { key }, { lastName: 'Three' });
    expect(absent.outcome).toBe('already-there');
    const once = await client.createOnce(contactTable, { key, lastName: 'Four' }, { id: guidOf(9) });
    expect(once).toMatchObject({ outcome: 'already-there', row: { id: absent.row.id } });
    const other = await client.createIfAbsent(
      contactTable,
      { key: 'other' },
      { lastName: 'Five' },
      { return: ['key'] },
    );
    expect(other).toMatchObject({ outcome: 'created', row: { key: 'other' } });
    expect(await client.count(contactTable)).toEqual({ exactly: 2 });
  });

  it('is created once though the reply was lost', async () => {
    await dataverse.hurt({ dropAfterCommit: { count: 1 } });
    const id = guidOf(1);
    const row = { key: keyOf(1), lastName: 'Smith' };
    const result = await client.createOnce(contactTable, row, { id });
    expect([result.outcome, result.row.id]).toEqual(['already-there', id]);
    expect(await client.count(contactTable)).toEqual({ exactly: 1 });
  });

  it('names what it does not know', async () => {
    const permits = defineTable({
      name: 'cw_permit',
      entitySet: 'cw_permits',
      primaryId: 'cw_permitid',
      columns: { number: text('cw_number', 20) },
      keys: [['number']],
    });
    const unknown = client.retrieve(permits, { number: 'a' });
    await expect(unknown).rejects.toMatchObject({ code: 'unknown-resource', retry: 'after-wait' });
    const wider = defineTable({ ...contactTable, columns: { odd: text('cw_odd', 9) }, keys: [] });
    const creating = client.create(wider, { odd: 'a' });
    await expect(creating).rejects.toMatchObject({ code: 'unknown-column', column: 'cw_odd' });
  });
});

describe('the client and the stand-in: rows that belong together', () => {
  it('are bound, brought along, linked and unlinked', async () => {
    const account = await client.create(accountTable, { name: 'Contoso' }, { id: guidOf(1) });
    const contact = await client.create(contactTable, { lastName: 'Smith' }, { id: guidOf(2) });
    const incident = await client.create(
      incidentTable,
      { title: 'A hole', origin: 'web', customer: rowOf(contactTable, contact.id) },
      { id: guidOf(3) },
    );
    const regarding = rowOf(incidentTable, incident.id);
    await client.create(annotationTable, { subject: 'One', regarding }, { id: guidOf(4) });
    await client.create(annotationTable, { subject: 'Two', regarding }, { id: guidOf(5) });

    const row = await client.retrieve(incidentTable, incident.id, {
      select: ['origin', 'customer'],
      expand: {
        customer: related(contactTable, ['lastName']),
        notes: related(annotationTable, ['subject'], { orderBy: ['subject desc'], top: 1 }),
      },
      annotations: true,
    });
    expect(row).toMatchObject({
      origin: 'web',
      customer: { id: contact.id, table: 'contact' },
      formatted: { origin: 'Web', customer: 'Smith' },
      expanded: { customer: { lastName: 'Smith' }, notes: [{ subject: 'Two' }] },
    });

    const employer = async () =>
      (await client.retrieve(contactTable, contact.id, { select: ['employer'] }))?.employer;
    await client.associate(contactTable, contact.id, 'employer', rowOf(accountTable, account.id));
    expect(await employer()).toEqual({ id: account.id });
    await client.disassociate(contactTable, contact.id, 'employer', rowOf(accountTable, account.id));
    expect(await employer()).toBeNull();
    await client.associate(accountTable, account.id, 'contacts', rowOf(contactTable, contact.id));
    expect(await employer()).toEqual({ id: account.id });
    const out = await client.disassociate(
      accountTable,
      account.id,
      'contacts',
      rowOf(contactTable, contact.id),
    );
    expect([out, await employer()]).toEqual(['removed', null]);
  });

  it('end a case with its resolution, once', async () => {
    const contact = await client.create(contactTable, { lastName: 'Smith' }, { id: guidOf(1) });
    const customer = rowOf(contactTable, contact.id);
    await client.create(incidentTable, { title: 'A hole', customer }, { id: guidOf(2) });
    const close = () => client.closeCase(guidOf(2), { subject: 'Mended', status: 'informationProvided' });
    expect([await close(), await close()]).toEqual(['closed', 'already-closed']);
    const row = await client.retrieve(incidentTable, guidOf(2), { select: ['state', 'status'] });
    expect(row).toMatchObject({ state: 'resolved', status: 'informationProvided' });
  });
});

describe('the client and the stand-in: many rows', () => {
  const titles = ['100% done', '100 done', 'a_b', 'axb', "O'Brien", 'Ä "quoted" [1]', 'plain', 'plain'];

  beforeEach(async () => {
    await client.create(contactTable, { lastName: 'Smith' }, { id: guidOf(100) });
    const customer = rowOf(contactTable, guidOf(100));
    for (const [n, title] of titles.entries()) {
      const more =
        n % 2 === 0 ? { description: 'even', origin: 'web' as const } : { origin: 'email' as const };
      const row = { title, customer, latitude: n - 3, occurredOn: new Date(n * 86_400_000), ...more };
      await client.create(incidentTable, { ...row, isEscalated: n > 5 }, { id: guidOf(n) });
    }
  });

  const found = async (filter: Filter<'incident'>) => {
    const numbers: number[] = [];
    for await (const { id } of client.query(incidentTable, { select: [], filter }))
      numbers.push(Number(id.slice(-12)));
    return numbers;
  };

  it.each<[string, Filter<'incident'>, number[]]>([
    ['eq text in any case', eq(incidentTable, 'title', "o'brien"), [4]],
    ['ne', ne(incidentTable, 'title', 'plain'), [0, 1, 2, 3, 4, 5]],
    ['gt', gt(incidentTable, 'latitude', 3), [7]],
    ['ge', ge(incidentTable, 'latitude', 3), [6, 7]],
    ['lt', lt(incidentTable, 'latitude', -2), [0]],
    ['le', le(incidentTable, 'latitude', -2), [0, 1]],
    ['moments', lt(incidentTable, 'occurredOn', new Date(86_400_001)), [0, 1]],
    ['choices', eq(incidentTable, 'origin', 'email'), [1, 3, 5, 7]],
    ['flags', eq(incidentTable, 'isEscalated', true), [6, 7]],
    ['lookups', eq(incidentTable, 'customer', guidOf(100)), [0, 1, 2, 3, 4, 5, 6, 7]],
    ['isNull', isNull(incidentTable, 'description'), [1, 3, 5, 7]],
    ['isNotNull', isNotNull(incidentTable, 'description'), [0, 2, 4, 6]],
    ['contains, and % is a letter', contains(incidentTable, 'title', '0% d'), [0]],
    ['startsWith, and _ is a letter', startsWith(incidentTable, 'title', 'A_'), [2]],
    ['endsWith, and [ is a letter', endsWith(incidentTable, 'title', '[1]'), [5]],
    ['isIn', isIn(incidentTable, 'title', ["O'Brien", 'Ä "quoted" [1]']), [4, 5]],
    ['isIn of choices', isIn(incidentTable, 'origin', ['web']), [0, 2, 4, 6]],
    ['isIn of lookups', isIn(incidentTable, 'customer', [guidOf(7), guidOf(100)]), [0, 1, 2, 3, 4, 5, 6, 7]],
    ['isNotIn', isNotIn(incidentTable, 'title', ['plain', 'axb']), [0, 1, 2, 4, 5]],
    [
      'and, or, not',
      and(
        or(eq(incidentTable, 'title', 'plain'), contains(incidentTable, 'title', 'done')),
        not(eq(incidentTable, 'origin', 'web')),
      ),
      [1, 7],
    ],
    [
      'or within and, and and within or',
      or(
        and(eq(incidentTable, 'origin', 'web'), gt(incidentTable, 'latitude', 2)),
        eq(incidentTable, 'title', 'axb'),
      ),
      [3, 6],
    ],
  ])('are found by %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
    expect(await client.count(incidentTable, { filter })).toEqual({ exactly: expected.length });
  });

  it.each([1, 2, 3, 500])('come in order, each once, in pages of %d', async (pageSize) => {
    const ids: string[] = [];
    const options = { select: ['title'], orderBy: ['origin desc', 'title'], pageSize } as const;
    for await (const { id } of client.query(incidentTable, options)) ids.push(id);
    const [fromWeb, byEmail] = [
      [0, 2, 4, 6],
      [1, 3, 5, 7],
    ].map((half) => half.map(guidOf));
    expect(new Set(ids).size).toBe(8);
    expect([ids.slice(0, 4).sort(), ids.slice(4).sort()]).toEqual([fromWeb, byEmail]);
  });

  it('come with other rows, and no more than were asked for', async () => {
    const lastNames = [];
    const expand = { customer: related(contactTable, ['lastName']) };
    for await (const row of client.query(incidentTable, { select: ['title'], expand, top: 5, pageSize: 2 }))
      lastNames.push(row.expanded.customer?.lastName);
    expect(lastNames).toEqual(Array(5).fill('Smith'));
  });
});

describe('the client and the stand-in: messages', () => {
  it('tell who we are, as an own call and as a function', async () => {
    const { userId } = await client.whoAmI();
    const answer = await client.execute({ kind: 'function', name: 'WhoAmI' });
    expect(answer).toMatchObject({ UserId: userId });
  });

  it('let the service refuse an action that it does not know', async () => {
    await expect(client.execute({ kind: 'action', name: 'NoSuchAction' })).rejects.toMatchObject({
      name: 'DataverseError',
    });
  });
});
