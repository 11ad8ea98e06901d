import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { TransportError } from '#lib/http';
import { accountTable } from '../tables/account.table.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { rowOf } from '../table-map/row-address.js';
import { refusalOf, scriptedClient } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const other = '0b0b0b0b-0000-0000-0000-000000000002';
const answer = (status: number, body: object) => answerOf(status, { body: JSON.stringify(body) });

describe('update', () => {
  it('answers with the columns that are asked for', async () => {
    const { client, requests, said } = scriptedClient(answer(200, { contactid: id, telephone1: '1' }));
    const row = await client.update(contactTable, { key: 'ab' }, { phone: '1' }, { return: ['phone'] });
    expect(row).toEqual({ id, phone: '1' });
    expect(said()[0]?.path).toBe("contacts(cw_key='ab')?$select=contactid,telephone1");
    expect(requests[0]?.headers).toMatchObject({ prefer: 'return=representation', 'if-match': '*' });
  });
});

describe('createIfAbsent', () => {
  const create = (scripted: ReturnType<typeof scriptedClient>) =>
    scripted.client.createIfAbsent(contactTable, { key: 'ab' }, { lastName: 'Smith' }, { return: ['phone'] });

  it('creates, on the condition that nothing is there', async () => {
    const scripted = scriptedClient(answer(201, { contactid: id }));
    expect(await create(scripted)).toEqual({ outcome: 'created', row: { id } });
    expect(scripted.said()[0]).toEqual({
      method: 'PATCH',
      path: "contacts(cw_key='ab')?$select=contactid,telephone1",
      body: { lastname: 'Smith' },
    });
    expect(scripted.requests[0]?.headers['if-none-match']).toBe('*');
  });

  it('reads the row that a server created without answering with it', async () => {
    const scripted = scriptedClient(answerOf(204), answer(200, { contactid: id, telephone1: '1' }));
    expect(await create(scripted)).toEqual({ outcome: 'created', row: { id, phone: '1' } });
  });

  it.each(['', '0x80040237'])('reads the row that is there (code "%s")', async (code) => {
    const scripted = scriptedClient(refusalOf(412, code), answer(200, { contactid: id, telephone1: '1' }));
    expect(await create(scripted)).toEqual({ outcome: 'already-there', row: { id, phone: '1' } });
  });

  it('does not take a 412 of somebody in between for a row', async () => {
    const scripted = scriptedClient(answerOf(412, { body: '<html>' }), refusalOf(404, '0x80060891'));
    await expect(create(scripted)).rejects.toMatchObject({ code: 'row-exists', retry: 'after-wait' });
  });

  it('does not take another key’s duplicate for the row', async () => {
    const scripted = scriptedClient(refusalOf(412, '0x80060892'));
    await expect(create(scripted)).rejects.toMatchObject({ code: 'duplicate-key' });
    expect(scripted.requests).toHaveLength(1);
  });
});

describe('a row under an alternate key', () => {
  it('is not written when its columns name another key, since nobody would find it under this one', async () => {
    const { client, requests } = scriptedClient(answerOf(204));
    const row = { lastName: 'Smith', key: 'cd' };
    const refusal = 'The row has another key than its address.';
    await expect(client.upsert(contactTable, { key: 'ab' }, row)).rejects.toThrow(refusal);
    await expect(client.createIfAbsent(contactTable, { key: 'ab' }, row)).rejects.toThrow(refusal);
    expect(requests).toEqual([]);
  });

  it('may repeat its key', async () => {
    const { client } = scriptedClient(answerOf(204));
    const upserted = await client.upsert(contactTable, { key: 'ab' }, { key: 'ab' });
    expect(upserted).toEqual({ outcome: 'unknown' });
  });
});

describe('delete', () => {
  it('says whether there was a row', async () => {
    const { client, said, requests } = scriptedClient(answerOf(204), refusalOf(404, '0x80040217'));
    expect(await client.delete(contactTable, id)).toBe('deleted');
    expect(await client.delete(contactTable, id)).toBe('not-there');
    expect(said()[0]).toEqual({ method: 'DELETE', path: `contacts(${id})` });
    expect(requests[0]?.headers).not.toHaveProperty('if-match');
  });

  it('deletes only the version that was read', async () => {
    const { client, requests } = scriptedClient(refusalOf(412, '0x80060882'));
    const deleting = client.delete(contactTable, id, { etag: 'W/"1"' });
    await expect(deleting).rejects.toMatchObject({ code: 'version-mismatch' });
    expect(requests[0]?.headers['if-match']).toBe('W/"1"');
  });

  it('does not take a wrong address, or a row that others need, for a row that is gone', async () => {
    for (const [answered, code] of [
      [answerOf(404), 'unknown-resource'],
      [refusalOf(405, '0x80040227'), 'row-in-use'],
    ] as const) {
      const deleting = scriptedClient(answered).client.delete(contactTable, id);
      await expect(deleting).rejects.toMatchObject({ code });
    }
  });
});

describe('associate and disassociate', () => {
  const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';

  it('set and empty a lookup, through the property of the table it points to', async () => {
    const { client, said } = scriptedClient(answerOf(204));
    const account = rowOf(accountTable, other);
    await client.associate(contactTable, id, 'employer', account);
    expect(await client.disassociate(contactTable, id, 'employer', account)).toBe('removed');
    expect(said()).toEqual([
      {
        method: 'PUT',
        path: `contacts(${id})/parentcustomerid_account/$ref`,
        body: { '@odata.id': `${root}accounts(${other})` },
      },
      { method: 'DELETE', path: `contacts(${id})/parentcustomerid_account/$ref` },
    ]);
  });

  it('add a row to a collection, and take it out', async () => {
    const { client, said } = scriptedClient(answerOf(204));
    const contact = rowOf(contactTable, other);
    await client.associate(accountTable, { key: 'ab' }, 'contacts', contact);
    await client.disassociate(accountTable, { key: 'ab' }, 'contacts', contact);
    expect(said()).toEqual([
      {
        method: 'POST',
        path: "accounts(cw_key='ab')/contact_customer_accounts/$ref",
        body: { '@odata.id': `${root}contacts(${other})` },
      },
      { method: 'DELETE', path: `accounts(cw_key='ab')/contact_customer_accounts(${other})/$ref` },
    ]);
  });

  it('can be repeated', async () => {
    const { client } = scriptedClient(refusalOf(412, '0x80040237'), refusalOf(404, '0x80040217'));
    const contact = rowOf(contactTable, other);
    await client.associate(accountTable, id, 'contacts', contact);
    expect(await client.disassociate(accountTable, id, 'contacts', contact)).toBe('not-there');
  });

  it('refuse rows of another table, and columns that are no lookups', async () => {
    const { client, requests } = scriptedClient(answerOf(204));
    const incident = rowOf(incidentTable, other);
    await expect(client.associate(accountTable, id, 'contacts', incident)).rejects.toThrow(TypeError);
    await expect(client.associate(contactTable, id, 'employer', incident)).rejects.toThrow(TypeError);
    // @ts-expect-error A name is no lookup.
    await expect(client.associate(accountTable, id, 'name', incident)).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });
});

describe('closeCase', () => {
  const resolution = { subject: 'Mended', minutesSpent: 60 };

  it('closes by the message, with the status by name', async () => {
    const { client, said, requests } = scriptedClient(answerOf(204));
    expect(await client.closeCase(id, { ...resolution, status: 'informationProvided' })).toBe('closed');
    expect(said()).toEqual([
      {
        method: 'POST',
        path: 'CloseIncident',
        body: {
          IncidentResolution: {
            '@odata.type': 'Microsoft.Dynamics.CRM.incidentresolution',
            subject: 'Mended',
            timespent: 60,
            'incidentid@odata.bind': `/incidents(${id})`,
          },
          Status: 1_000,
        },
      },
    ]);
    expect(requests[0]).toMatchObject({ repeatable: false, operation: 'execute.CloseIncident' });
  });

  it('asks a case that cannot be closed whether it is closed already', async () => {
    const closed = scriptedClient(
      refusalOf(400, '0x80048408'),
      answer(200, { incidentid: id, statecode: 1 }),
    );
    expect(await closed.client.closeCase(id, resolution)).toBe('already-closed');
    const open = scriptedClient(refusalOf(400, '0x80048408'), answer(200, { incidentid: id, statecode: 0 }));
    await expect(open.client.closeCase(id, resolution)).rejects.toMatchObject({ code: 'invalid-state' });
  });

  it('leaves an unknown outcome unknown', async () => {
    const { client, requests } = scriptedClient(new TransportError('connection-reset', 'unknown'));
    await expect(client.closeCase(id, resolution)).rejects.toMatchObject({ outcome: 'unknown' });
    expect(requests).toHaveLength(1);
  });
});
