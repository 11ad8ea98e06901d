import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import type { DataverseClient } from './dataverse-client.js';
import { contactTable, incidentTable, rowOf } from './index.js';
import { scriptedClient } from './testing.js';

const id = '0a0a0a0a-0000-4000-8000-000000000001';
const key = 'ab'.repeat(32);
const row = { lastName: 'Example' };

/** As a program without types calls it. */
type Untyped = Record<keyof DataverseClient, (...given: unknown[]) => unknown>;
const scripted = () => {
  const { client, requests } = scriptedClient(answerOf(204));
  return { client: client as unknown as Untyped, requests };
};

async function allOf(outcomes: unknown): Promise<Record<string, unknown>[]> {
  const all = [];
  for await (const outcome of outcomes as AsyncIterable<Record<string, unknown>>) all.push(outcome);
  return all;
}

describe('a call that the types would not allow', () => {
  it.each<[string, (client: Untyped) => unknown, { code?: string; column?: string; message: string }]>([
    ['no row', (c) => c.upsert(contactTable, { key }), { code: 'incomplete', message: 'no row' }],
    ['no row to create', (c) => c.create(contactTable), { code: 'incomplete', message: 'no row' }],
    [
      'no changes',
      (c) => c.update(contactTable, id, null),
      { code: 'incomplete', message: 'no object of changes' },
    ],
    [
      'no address',
      (c) => c.update(contactTable, undefined, row),
      { code: 'wrong-address', message: 'address of a row of contact' },
    ],
    [
      'an address that is no GUID',
      (c) => c.retrieve(contactTable, 'x'),
      { code: 'wrong-value', message: 'address of a row of contact is not a GUID' },
    ],
    [
      'no GUID of ours',
      (c) => c.createOnce(contactTable, { key, ...row }),
      { message: 'createOnce needs the `id`' },
    ],
    ['no resolution', (c) => c.closeCase(id), { code: 'incomplete', message: 'no resolution' }],
    [
      'a resolution of no kind',
      (c) => c.closeCase(id, { subject: 'a', status: 'b' }),
      {
        code: 'wrong-value',
        column: 'status',
        message: 'status is one of: ',
      },
    ],
    [
      'a person who is none',
      (c) => c.update(contactTable, id, row, { onBehalfOf: 'me' }),
      { message: 'onBehalfOf is not a GUID' },
    ],
    [
      'a list that is none',
      (c) => c.retrieve(contactTable, id, { select: 'email' }),
      { message: 'select is a list' },
    ],
    [
      'an option that is misspelt',
      (c) => c.update(contactTable, id, row, { eTag: 'W/"1"' }),
      { message: 'eTag is no option of contact.update' },
    ],
    [
      'an option of another call',
      (c) => c.delete(contactTable, id, { return: ['email'] }),
      { message: 'return is no option of contact.delete' },
    ],
    [
      'a condition for changes',
      (c) => allOf(c.changes(contactTable, { filter: 'x' })),
      { message: 'filter is no option of contact.changes' },
    ],
  ])('is refused in words before anything is sent: %s', async (_, call, { message, ...fields }) => {
    const { client, requests } = scripted();
    await expect(call(client)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      ...fields,
    });
    expect(requests).toEqual([]);
  });

  it.each<[string, unknown, string, string | undefined]>([
    ['an unknown name', { nickName: 'x' }, 'unknown-name', 'nickName'],
    ['what Dataverse sets', { fullName: 'Ada Example' }, 'not-writable', 'fullName'],
    [
      'a choice by another name',
      { preferredContactMethod: 'pigeon' },
      'wrong-value',
      'preferredContactMethod',
    ],
    ['a lookup that is no reference', { employer: id }, 'wrong-value', 'employer'],
    ['nothing', undefined, 'incomplete', undefined],
  ])('costs its own row only, which says why by a code: %s', async (_, wrong, code, column) => {
    const { client, requests } = scripted();
    const outcomes = await allOf(client.upsertMultiple(contactTable, [{ at: { key }, row: wrong }]));
    expect(outcomes).toMatchObject([{ outcome: 'refused', error: { code, column } }]);
    expect(requests).toEqual([]);
  });

  it.each([[undefined], [null], [7], [{}], [{ at: { key } }], [{ row }]])(
    'costs its own row only when the entry is %j',
    async (entry) => {
      const { client } = scripted();
      const [outcome] = await allOf(client.upsertMultiple(contactTable, [entry]));
      expect(outcome).toMatchObject({ outcome: 'refused', index: 0, error: { name: 'MappingError' } });
    },
  );

  it.each<[unknown, object, string]>([
    [{ at: { key }, row }, {}, 'an iterable'],
    [undefined, {}, 'an iterable'],
    [[], { atOnce: 0 }, 'atOnce is a whole number above 0'],
    [[], { mostRows: 5_000 }, 'mostRows is 1,000 at most'],
    [[], { firstRows: 0 }, 'firstRows is a number above 0'],
    [[], { readfirst: true }, 'readfirst is no option of calls with many rows'],
    [[], { mayBeAbsent: true }, 'mayBeAbsent is no option'],
  ])('writes no rows of %j with %j', async (rows, options, words) => {
    const { client } = scripted();
    await expect(allOf(client.upsertMultiple(contactTable, rows, options))).rejects.toThrow(words);
  });

  it('tells a choice by the names of the map, and a lookup by its tables', async () => {
    const { client } = scripted();
    const customer = rowOf(incidentTable, id);
    await expect(client.create(contactTable, { preferredContactMethod: 'pigeon' })).rejects.toThrow(
      'preferredContactMethod is one of: any, email, phone, fax or mail.',
    );
    await expect(client.create(incidentTable, { customer })).rejects.toThrow(
      'customer points to a row of account or contact: take rowOf.',
    );
    await expect(client.create(incidentTable, { occurredOn: '2025-01-31' })).rejects.toThrow(
      'occurredOn is a moment, so a Date.',
    );
  });

  it('sets in an update nothing that a create sets', async () => {
    const { client, requests } = scripted();
    const changes = { recordedOn: new Date(0) };
    await expect(client.update(incidentTable, id, changes)).rejects.toMatchObject({
      code: 'not-writable',
      message: 'recordedOn can be set only when its row is created.',
    });
    const [outcome] = await allOf(client.updateMultiple(incidentTable, [{ at: id, changes }]));
    expect(outcome).toMatchObject({ outcome: 'refused', error: { code: 'not-writable' } });
    expect(requests).toEqual([]);
  });
});

describe('a read that names no columns', () => {
  it('brings the ids', async () => {
    const body = JSON.stringify({ value: [{ contactid: id }], '@odata.deltaLink': 'https://a.example/x' });
    const { client, said } = scriptedClient(answerOf(200, { body }), answerOf(200, { body }));
    for await (const found of client.query(contactTable)) expect(found.id).toBe(id);
    for await (const page of client.changes(contactTable)) expect(page.rows).toEqual([{ id }]);
    expect(said()).toMatchObject([
      { path: 'contacts?$select=contactid' },
      { path: 'contacts?$select=contactid' },
    ]);
  });
});
