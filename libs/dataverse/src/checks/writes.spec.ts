import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { accountTable } from '../tables/account.table.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { rowOf, UnusableKeyError } from '../table-map/row-address.js';
import type { NewRow, RowChanges } from '../table-map/row.js';
import { refusalOf, scriptedClient } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const key = 'ab'.repeat(32);

describe('writes', () => {
  it('check 8: an update never makes a row', async () => {
    const { client, requests } = scriptedClient(answerOf(204));
    await client.update(contactTable, id, { phone: '1' });
    await client.update(contactTable, { key }, { phone: '1' }, { return: [] });
    expect(requests.map(({ headers }) => headers['if-match'])).toEqual(['*', '*']);
  });

  it('check 8: a row that is not there, one that was changed and one that exists are told apart', async () => {
    const update = (answer: ReturnType<typeof answerOf>) =>
      scriptedClient(answer).client.update(contactTable, id, {}, { etag: 'W/"1"' });
    await expect(update(refusalOf(404, '0x80040217'))).rejects.toMatchObject({ code: 'row-not-found' });
    await expect(update(refusalOf(404, '0x8006088a'))).rejects.toMatchObject({ code: 'unknown-resource' });
    await expect(update(refusalOf(412, '0x80060882'))).rejects.toMatchObject({ code: 'version-mismatch' });
    await expect(update(refusalOf(412, '0x80040237'))).rejects.toMatchObject({ code: 'duplicate-row' });
  });

  it('check 8: an upsert by key has no GUID to answer with, and makes none up', async () => {
    const headers = { 'odata-entityid': `https://x/api/data/v9.2/contacts(cw_key='${key}')` };
    const { client } = scriptedClient(answerOf(204, { headers }));
    expect(await client.upsert(contactTable, { key }, { lastName: 'Smith' })).toEqual({ outcome: 'unknown' });
  });

  it('check 9: quotes in a key are doubled, then all of it is encoded', async () => {
    const { client, requests } = scriptedClient(answerOf(404));
    await client.retrieve(contactTable, { key: "O'Brien #1 Ü" }).catch(() => undefined);
    expect(requests[0]?.url).toContain("contacts(cw_key='O''Brien%20%231%20%C3%9C')?");
  });

  it.each([...'/<>*%&:\\?+'])('check 9: a key with "%s" is refused before anything is sent', async (sign) => {
    const { client, requests } = scriptedClient(answerOf(204));
    const upserting = client.upsert(contactTable, { key: `a${sign}` }, {});
    await expect(upserting).rejects.toBeInstanceOf(UnusableKeyError);
    expect(requests).toHaveLength(0);
  });

  it('check 9: a key whose index is not there yet waits for somebody to mend the table', async () => {
    const { client } = scriptedClient(refusalOf(400, '0x80060890'));
    const upserting = client.upsert(contactTable, { key }, {});
    await expect(upserting).rejects.toMatchObject({ code: 'unknown-resource', retry: 'after-wait' });
  });

  it('check 9: a key that another row has is "already there", not just any 412', async () => {
    const { client } = scriptedClient(refusalOf(412, '0x80060892'));
    await expect(client.create(contactTable, { key })).rejects.toMatchObject({ code: 'duplicate-key' });
  });

  it('check 10: a customer is bound by the property of its table, in the case of the metadata', async () => {
    const { client, said } = scriptedClient(answerOf(204, { headers: { 'odata-entityid': `x(${id})` } }));
    await client.create(incidentTable, { customer: rowOf(accountTable, id) });
    await client.create(incidentTable, { customer: rowOf(contactTable, { key }) });
    expect(said().map(({ body }) => body)).toEqual([
      { 'customerid_account@odata.bind': `/accounts(${id})` },
      { 'customerid_contact@odata.bind': `/contacts(cw_key='${key}')` },
    ]);
  });

  it('check 10: a lookup that the table does not have is told with its name', async () => {
    const text =
      "Error identified in Payload provided by the user for Entity :'incidents' ... InnerException : Microsoft.OData." +
      "ODataException: An undeclared property 'customerid_account' which only has property annotations in the payload";
    const { client } = scriptedClient(refusalOf(400, '0x80048d19', text));
    const creating = client.create(incidentTable, { customer: rowOf(accountTable, id) });
    await expect(creating).rejects.toMatchObject({
      message: 'Dataverse refused incident.create: unknown-column (400 0x80048d19 customerid_account).',
      column: 'customerid_account',
    });
  });

  it('check 13: a case is closed by its message, and its state is written by nobody', async () => {
    const { client, said } = scriptedClient(answerOf(204));
    await client.closeCase(id, { subject: 'Mended' });
    expect(said()[0]).toMatchObject({ method: 'POST', path: 'CloseIncident', body: { Status: 5 } });
    // @ts-expect-error The state is the service's.
    const state: RowChanges<typeof incidentTable> = { state: 'resolved' };
    // @ts-expect-error The status is the service's.
    const status: RowChanges<typeof incidentTable> = { status: 'problemSolved' };
    expect([state, status]).toHaveLength(2);
  });

  it('check 13: what the service writes cannot be written, and a case has a customer', () => {
    // @ts-expect-error The full name is made by the service.
    const contact: NewRow<typeof contactTable> = { fullName: 'Mary Smith' };
    // @ts-expect-error The number is given once.
    const changes: RowChanges<typeof incidentTable> = { ticketNumber: 'CAS-1' };
    // @ts-expect-error The service refuses a case without its customer.
    const incident: NewRow<typeof incidentTable> = { title: 'A hole' };
    expect([contact, changes, incident]).toHaveLength(3);
  });
});
