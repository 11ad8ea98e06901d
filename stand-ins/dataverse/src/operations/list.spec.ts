import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

describe('GET of a collection', () => {
  let organization: TestOrganization;
  const incidents: string[] = [];
  let customer: string;

  beforeAll(async () => {
    organization = await TestOrganization.start();
    customer = await organization.contact({ lastname: "O'Brien" });
    for (let number = 0; number < 7; number += 1) {
      const row = {
        title: number % 2 ? 'Odd' : 'Even',
        caseorigincode: number < 3 ? 3 : 1,
        cw_latitude: 42.5 + number,
        cw_occurredon: `2024-05-0${number + 1}T10:00:00Z`,
        followupby: `2024-06-0${number + 1}`,
        ...(number === 6 && { description: 'The last' }),
        'customerid_contact@odata.bind': `/contacts(${customer})`,
      };
      incidents.push(await organization.incident(row));
    }
  });
  afterAll(() => organization.close());

  const titles = async (filter: string) => {
    const reply = await organization.get(`incidents?$select=title&$filter=${encodeURIComponent(filter)}`);
    expect(reply.text).toContain('"value"');
    return reply.value.map((row) => row['title']);
  };

  /** PAD/webapi/query/overview.md. */
  it('gives the rows under value, each with its ETag and id', async () => {
    const { json, value } = await organization.get('incidents?$select=title');
    expect(json['@odata.context']).toBe(`${organization.root}$metadata#incidents(title)`);
    expect(value).toHaveLength(7);
    expect(Object.keys(value[0] ?? {})).toEqual(['@odata.etag', 'title', 'incidentid']);
    expect(json['@odata.nextLink']).toBeUndefined();
  });

  /** PAD/webapi/query/filter-rows.md. */
  it.each([
    ["title eq 'odd'", 3],
    ["title eq 'odd' and caseorigincode eq 3", 1],
    ["(title eq 'Even') and (caseorigincode eq 3 and statecode eq 0)", 2],
    ['description eq null', 6],
    ["description eq 'the last'", 1],
    ['isescalated eq false', 7],
    ['isescalated eq true', 0],
    ['cw_latitude eq 43.5', 1],
    ['cw_occurredon eq 2024-05-02T12:00:00+02:00', 1],
    ['followupby eq 2024-06-03', 1],
    ['prioritycode eq 2', 7],
  ])('filters by %s', async (filter, count) => {
    expect(await titles(filter)).toHaveLength(count);
  });

  it('filters by a lookup, by the primary key and by a version', async () => {
    expect(await titles(`_customerid_value eq ${customer}`)).toHaveLength(7);
    expect(await titles(`_customerid_value eq ${incidents[0]}`)).toHaveLength(0);
    expect(await titles(`incidentid eq ${incidents[1]}`)).toEqual(['Odd']);
    const { json } = await organization.get(`incidents(${incidents[2]})?$select=versionnumber`);
    expect(await titles(`versionnumber eq ${String(json['versionnumber'])}`)).toEqual(['Even']);
  });

  it('takes a doubled quote for one, and a plus for a blank', async () => {
    const { value } = await organization.get("contacts?%24filter=lastname+eq+'O''Brien'&%24select=lastname");
    expect(value).toMatchObject([{ lastname: "O'Brien" }]);
  });

  /** PAD/webapi/query/page-results.md. */
  it('gives a page at a time, each row once, by following the link as it is', async () => {
    const seen: unknown[] = [];
    const pages: number[] = [];
    let next: string | undefined = 'incidents?$select=title&$count=true';
    while (next) {
      const reply = await organization.get(next, { Prefer: 'odata.maxpagesize=3' });
      expect(reply.headers.get('preference-applied')).toBe('odata.maxpagesize=3');
      expect(reply.json['@odata.count']).toBe(7);
      pages.push(reply.value.length);
      seen.push(...reply.value.map((row) => row['incidentid']));
      next = reply.json['@odata.nextLink'] as string | undefined;
    }
    expect(pages).toEqual([3, 3, 1]);
    expect([...seen].sort()).toEqual([...incidents].sort());
  });

  it('writes the link as the service does, a cookie in a cookie', async () => {
    const { json } = await organization.get('incidents?$filter=title%20eq%20%27Even%27&$select=title', {
      Prefer: 'odata.maxpagesize=2',
    });
    const link = String(json['@odata.nextLink']);
    const query = '$filter=title%20eq%20%27Even%27&$select=title';
    const token =
      '%3Ccookie%20pagenumber=%222%22%20pagingcookie=%22%253ccookie%2520page%253d%25221%2522%253e%253cincidentid';
    expect(link.startsWith(`${organization.root}incidents?${query}&$skiptoken=${token}`)).toBe(true);
    expect(link.endsWith('%253c%252fcookie%253e%22%20istracking=%22False%22%20/%3E')).toBe(true);
  });

  it('gives no link behind the last full page', async () => {
    const { json, value } = await organization.get('incidents', { Prefer: 'odata.maxpagesize=7' });
    expect([value.length, json['@odata.nextLink']]).toEqual([7, undefined]);
  });

  it('refuses a token that it did not make', async () => {
    for (const token of [
      'x',
      '%3Ccookie%20pagenumber%3D%222%22%20pagingcookie%3D%22%25%22%20istracking%3D%22False%22%20/%3E',
    ])
      expect((await organization.get(`incidents?$skiptoken=${token}`)).status).toBe(400);
  });

  it('stops at $top, which a page size overrules', async () => {
    expect((await organization.get('incidents?$top=2')).value).toHaveLength(2);
    expect((await organization.get('incidents?$top=2')).json['@odata.nextLink']).toBeUndefined();
    expect(
      (await organization.get('incidents?$top=2', { Prefer: 'odata.maxpagesize=5' })).value,
    ).toHaveLength(5);
    expect((await organization.get('incidents?$top=-1')).status).toBe(400);
  });

  /** PAD/webapi/query/overview.md, "Use parameter aliases with query options". */
  it('takes aliases for what to order and to filter by', async () => {
    const query =
      '$select=title,cw_latitude&$orderby=@p1 desc,@p2&$filter=@p1 ne @p3&@p1=cw_latitude&@p2=title';
    const { value } = await organization.get(`incidents?${encodeURI(query)}`);
    expect(value.map((row) => row['cw_latitude'])).toEqual([48.5, 47.5, 46.5, 45.5, 44.5, 43.5, 42.5]);
  });

  it('gives pages in the order asked for, also when a row leaves its place between two', async () => {
    const query = 'incidents?$select=title&$orderby=cw_latitude%20desc';
    const headers = { Prefer: 'odata.maxpagesize=3' };
    const first = await organization.get(query, headers);
    const [, , last] = first.value;
    await organization.patch(`incidents(${String(last?.['incidentid'])})`, { cw_latitude: 0 });
    const second = await organization.get(String(first.json['@odata.nextLink']), headers);
    await organization.patch(`incidents(${String(last?.['incidentid'])})`, { cw_latitude: 46.5 });
    const ids = [...first.value, ...second.value].map((row) => row['incidentid']);
    expect(ids).toEqual([...incidents].reverse().slice(0, 6));
    expect(first.json['@odata.nextLink']).toContain('cw_latitude%2520last%253d%252246.5%2522');
  });

  it('counts what the filter lets through, whatever the page', async () => {
    const { json, value } = await organization.get(
      "incidents?$count=true&$top=1&$filter=title%20eq%20'Even'",
    );
    expect([json['@odata.count'], value.length]).toEqual([4, 1]);
  });

  /** PAD/webapi/query/overview.md: "These OData query options aren't supported: $skip, $search, $format". */
  it.each(['$skip=1', '$search=x', '$format=json', 'foo=1', '$unknown=1', '$top=1&$top=2'])(
    'refuses %s with 400, as the service does',
    async (option) => {
      const reply = await organization.get(`incidents?${option}`);
      expect([reply.status, reply.error?.code]).toEqual([400, '0x80060888']);
    },
  );
});

/** webapi/query/count-rows, "Count the number of rows". */
describe('a count', () => {
  it('stops at 5,000 and tells that there are more', async () => {
    const organization = await TestOrganization.start();
    const exceeded = 'Microsoft.Dynamics.CRM.totalrecordcountlimitexceeded';
    const count = async () => {
      const { json } = await organization.get('accounts?$select=name&$count=true', {
        Prefer: `odata.maxpagesize=1,odata.include-annotations="${exceeded}"`,
      });
      return [json['@odata.count'], json[`@${exceeded}`]];
    };
    try {
      await organization.accounts(5_000);
      expect(await count()).toEqual([5_000, false]);
      await organization.accounts(1);
      expect(await count()).toEqual([5_000, true]);
    } finally {
      await organization.close();
    }
  });
});
