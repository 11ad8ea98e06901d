import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { accountTable } from '../tables/account.table.js';
import { annotationTable } from '../tables/annotation.table.js';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { isNotNull } from '../query/comparison.js';
import { related } from '../query/expand.js';
import { scriptedClient } from '../testing.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';
const other = '0b0b0b0b-0000-0000-0000-000000000002';
const answer = (body: object) => answerOf(200, { body: JSON.stringify(body) });

describe('retrieve with expand', () => {
  it('brings the row of a lookup and the rows of a collection', async () => {
    const { client, said } = scriptedClient(
      answer({
        incidentid: id,
        title: 'A hole',
        customerid_contact: { contactid: other, emailaddress1: 'm@example.org' },
        Incident_Annotation: [{ annotationid: other, subject: 'One' }],
        'Incident_Annotation@odata.nextLink': 'https://contoso.crm4.dynamics.com/…',
      }),
    );
    const notes = {
      filter: isNotNull(annotationTable, 'subject'),
      orderBy: ['subject desc'],
      top: 3,
    } as const;
    const row = await client.retrieve(incidentTable, id, {
      select: ['title'],
      expand: {
        customer: related(contactTable, ['email']),
        notes: related(annotationTable, ['subject'], notes),
      },
    });
    const email: string | null | undefined = row?.expanded.customer?.email;
    expect(row).toEqual({
      id,
      title: 'A hole',
      expanded: { customer: { id: other, email }, notes: [{ id: other, subject: 'One' }] },
    });
    expect(said()[0]?.path).toBe(
      `incidents(${id})?$select=incidentid,title&$expand=customerid_contact($select=contactid,emailaddress1),` +
        'Incident_Annotation($select=annotationid,subject;$filter=subject ne null;' +
        '$orderby=subject desc,annotationid;$top=3)',
    );
  });

  it('knows a lookup that is empty, or points to another table, and a collection without rows', async () => {
    const { client } = scriptedClient(answer({ incidentid: id, customerid_account: null }));
    const row = await client.retrieve(incidentTable, id, {
      expand: { customer: related(accountTable, ['name']), notes: related(annotationTable, []) },
    });
    expect(row).toEqual({ id, expanded: { customer: null, notes: [] } });
  });

  it('expands what the map knows alone, each to a table that it can hold', async () => {
    const { client, requests } = scriptedClient(answer({ incidentid: id }));
    const toCase = { customer: related(incidentTable, []) };
    // @ts-expect-error A customer is no case.
    const wrongTable = client.retrieve(incidentTable, id, { expand: toCase });
    const ofTitle = { title: related(contactTable, []) };
    // @ts-expect-error A title is no lookup.
    const noLookup = client.retrieve(incidentTable, id, { expand: ofTitle });
    const limited = client.retrieve(incidentTable, id, {
      expand: { customer: related(contactTable, [], { top: 1 }) },
    });
    for (const reading of [wrongTable, noLookup, limited]) await expect(reading).rejects.toThrow(TypeError);
    expect(requests).toHaveLength(0);
  });
});

describe('retrieve with annotations', () => {
  it('asks for what people see, and reads it', async () => {
    const shown = 'caseorigincode@OData.Community.Display.V1.FormattedValue';
    const { client, requests } = scriptedClient(
      answer({ incidentid: id, caseorigincode: 3, [shown]: 'Web' }),
    );
    const row = await client.retrieve(incidentTable, id, { select: ['origin'], annotations: true });
    expect(row).toEqual({ id, origin: 'web', formatted: { origin: 'Web' } });
    expect(requests[0]?.headers['prefer']).toBe(
      'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"',
    );
  });
});

describe('a success that is not Dataverse’s', () => {
  it.each(['{}', '[]', '{"value":[]}', '{"title":"Log in"}', '{"incidentid":null}'])(
    'is no row: %s',
    async (body) => {
      const { client } = scriptedClient(answerOf(200, { body }));
      const unexpected = { code: 'unexpected-answer', retry: 'after-wait' };
      await expect(client.retrieve(incidentTable, id)).rejects.toMatchObject(unexpected);
      const rereading = client.retrieveIfChanged(incidentTable, id, 'W/"1"');
      await expect(rereading).rejects.toMatchObject(unexpected);
    },
  );
});

describe('retrieveIfChanged', () => {
  it('reads a row that is another version, and nothing else', async () => {
    const { client, requests } = scriptedClient(
      answer({ incidentid: id, '@odata.etag': 'W/"2"' }),
      answerOf(304),
      answerOf(404, { body: '{"error":{"code":"0x80040217","message":"x"}}' }),
      answerOf(404),
    );
    const read = () => client.retrieveIfChanged(incidentTable, id, 'W/"1"', { select: ['title'] });
    expect(await read()).toEqual({ outcome: 'changed', row: { id, etag: 'W/"2"' } });
    expect(await read()).toEqual({ outcome: 'not-modified' });
    expect(await read()).toEqual({ outcome: 'not-there' });
    await expect(read()).rejects.toMatchObject({ code: 'unknown-resource' });
    expect(requests[0]?.headers).toMatchObject({ 'if-none-match': 'W/"1"' });
    expect(requests[0]?.headers).not.toHaveProperty('prefer');
  });
});
