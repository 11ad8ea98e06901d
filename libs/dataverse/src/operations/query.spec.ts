import { describe, expect, it } from 'vitest';
import { answerOf } from '#lib/http/testing';
import { contactTable } from '../tables/contact.table.js';
import { incidentTable } from '../tables/incident.table.js';
import { gt } from '../query/comparison.js';
import { related } from '../query/expand.js';
import { scriptedClient } from '../testing.js';
import type { QueryOptions } from './query.js';

type Options = Partial<QueryOptions<typeof incidentTable, 'title', Record<never, never>>>;

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const page = (titles: string[], next?: string) =>
  answerOf(200, {
    body: JSON.stringify({
      value: titles.map((title) => ({ incidentid: title, title })),
      ...(next && { '@odata.nextLink': root + next }),
    }),
  });

async function titlesOf(scripted: ReturnType<typeof scriptedClient>, options: Options = {}) {
  const titles = [];
  for await (const row of scripted.client.query(incidentTable, { select: ['title'], ...options }))
    titles.push(row.title);
  return titles;
}

describe('query', () => {
  it('puts the primary id last in an order, so that pages neither repeat nor miss rows', async () => {
    const scripted = scriptedClient(page([]));
    await titlesOf(scripted, { orderBy: ['occurredOn desc', 'title'] });
    await titlesOf(scripted);
    expect(scripted.said().map(({ path }) => path)).toEqual([
      'incidents?$select=incidentid,title&$orderby=cw_occurredon desc,title,incidentid',
      'incidents?$select=incidentid,title',
    ]);
  });

  it('orders by columns of the map alone', async () => {
    const scripted = scriptedClient(page([]));
    // @ts-expect-error There is no such column.
    await expect(titlesOf(scripted, { orderBy: ['title,createdon'] })).rejects.toThrow(TypeError);
    // @ts-expect-error A lookup would be ordered by another table's names.
    await expect(titlesOf(scripted, { orderBy: ['customer'] })).rejects.toThrow(TypeError);
    expect(scripted.requests).toHaveLength(0);
  });

  it('leaves a small top to the service, without pages, which would make it be ignored', async () => {
    const scripted = scriptedClient(page(['a', 'b']));
    expect(await titlesOf(scripted, { top: 2, filter: gt(incidentTable, 'latitude', 0) })).toEqual([
      'a',
      'b',
    ]);
    expect(scripted.said()[0]?.path).toBe(
      'incidents?$select=incidentid,title&$filter=cw_latitude gt 0&$top=2',
    );
    expect(scripted.requests[0]?.headers).not.toHaveProperty('prefer');
  });

  it('counts a top of more than a page itself, and asks for no page too many', async () => {
    const scripted = scriptedClient(page(['a', 'b'], 'incidents?2'), page(['c', 'd'], 'incidents?3'));
    expect(await titlesOf(scripted, { top: 3, pageSize: 2 })).toEqual(['a', 'b', 'c']);
    expect(await titlesOf(scriptedClient(page(['a', 'b'], 'incidents?2')), { top: 2, pageSize: 1 })).toEqual([
      'a',
      'b',
    ]);
    expect(scripted.requests.map(({ headers }) => headers['prefer'])).toEqual([
      'odata.maxpagesize=2',
      'odata.maxpagesize=2',
    ]);
  });

  it('brings along rows of other tables and what people see', async () => {
    const body = { incidentid: 'a', customerid_contact: { contactid: 'b', lastname: 'Smith' } };
    const { client, requests } = scriptedClient(answerOf(200, { body: JSON.stringify({ value: [body] }) }));
    const expand = { customer: related(contactTable, ['lastName']) };
    for await (const row of client.query(incidentTable, { select: [], expand, annotations: true })) {
      expect(row.expanded.customer?.lastName).toBe('Smith');
    }
    expect(requests[0]?.headers['prefer']).toMatch(/^odata\.maxpagesize=500,odata\.include-annotations="/);
  });

  it.each(['{}', '[]', '{"value":{}}', '{"error":null}', '{"status":"ok"}'])(
    'does not take %s for a table without rows',
    async (body) => {
      const unexpected = { code: 'unexpected-answer', retry: 'after-wait' };
      await expect(titlesOf(scriptedClient(answerOf(200, { body })))).rejects.toMatchObject(unexpected);
      const later = scriptedClient(page(['a'], 'incidents?2'), answerOf(200, { body }));
      await expect(titlesOf(later)).rejects.toMatchObject(unexpected);
    },
  );

  it.each([0, -1, 1.5, 5_001, NaN])('refuses pages of %d rows', async (pageSize) => {
    await expect(titlesOf(scriptedClient(page([])), { pageSize })).rejects.toThrow(TypeError);
  });

  it.each([0, -1, 1.5, NaN])('refuses a top of %d', async (top) => {
    await expect(titlesOf(scriptedClient(page([])), { top })).rejects.toThrow(TypeError);
  });
});

describe('count', () => {
  const counted = (body: string) => scriptedClient(answerOf(200, { body })).client.count(incidentTable);

  it('says what the service counted', async () => {
    const { client, said } = scriptedClient(answerOf(200, { body: '\uFEFF12' }));
    expect(await client.count(incidentTable, { filter: gt(incidentTable, 'latitude', 0) })).toEqual({
      exactly: 12,
    });
    expect(said()).toEqual([{ method: 'GET', path: 'incidents/$count?$filter=cw_latitude gt 0' }]);
  });

  it('takes the largest figure of the service for no more than it is', async () => {
    expect(await counted('4999')).toEqual({ exactly: 4_999 });
    expect(await counted('5000')).toEqual({ atLeast: 5_000 });
  });

  it.each(['', '<html>', '-1', '1.5', '{"value":1}'])('does not take "%s" for a count', async (body) => {
    await expect(counted(body)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });
});
