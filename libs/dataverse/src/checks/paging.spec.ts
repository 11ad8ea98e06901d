import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { annotationTable } from '../tables/annotation.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { related } from '../query/expand.js';
import { scriptedClient } from '../testing.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const cookie =
  'incidents?$select=title&$skiptoken=%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d' +
  '%25221%2522%253e%22%20istracking=%22False%22%20/%3E';

const page = (rows: object[], more: object = {}) =>
  answerOf(200, { body: JSON.stringify({ value: rows, ...more }) });

async function drain(rows: AsyncIterable<unknown>) {
  const all = [];
  for await (const row of rows) all.push(row);
  return all;
}

describe('reading many rows', () => {
  it('check 11: the link to the next page is followed as it came, byte for byte, with the same page size', async () => {
    const { client, requests } = scriptedClient(page([], { '@odata.nextLink': root + cookie }), page([]));
    await drain(client.query(incidentTable, { select: ['title'], pageSize: 100 }));
    expect(requests[1]?.url).toBe(root + cookie);
    expect(requests.map(({ headers }) => headers['prefer'])).toEqual(Array(2).fill('odata.maxpagesize=100'));
  });

  it('check 11: nothing is ever skipped by number', async () => {
    const { client, requests } = scriptedClient(page([], { '@odata.nextLink': root + cookie }), page([]));
    await drain(client.query(incidentTable, { select: ['title'], orderBy: ['title'], top: 700 }));
    expect(requests.map(({ url }) => url).join()).not.toMatch(/\$skip=/);
  });

  it('check 11: every order ends with a key that no two rows share', async () => {
    const { client, said } = scriptedClient(page([]));
    await drain(client.query(incidentTable, { select: [], orderBy: ['priority', 'occurredOn desc'] }));
    expect(said()[0]?.path).toContain('$orderby=prioritycode,cw_occurredon desc,incidentid');
  });

  it('check 11: a count of 5,000 is "at least 5,000"', async () => {
    const { client } = scriptedClient(answerOf(200, { body: '5000' }));
    expect(await client.count(incidentTable)).toEqual({ atLeast: 5_000 });
  });

  it('check 11: the link beside an expanded collection is no next page', async () => {
    const row = {
      incidentid: 'a',
      Incident_Annotation: [{ annotationid: 'b', subject: 'One' }],
      'Incident_Annotation@odata.nextLink': `${root}incidents(a)/Incident_Annotation?$select=subject`,
    };
    const { client, requests } = scriptedClient(page([row]));
    const expand = { notes: related(annotationTable, ['subject']) };
    expect(await drain(client.query(incidentTable, { select: [], expand }))).toEqual([
      { id: 'a', expanded: { notes: [{ id: 'b', subject: 'One' }] } },
    ]);
    expect(requests).toHaveLength(1);
  });
});
