import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Columns, Organization, refusalOf } from './organization.js';

const HOW_MANY = 12;

describe('dynamics-web-api, collections', () => {
  let organization: Organization;
  beforeAll(async () => {
    organization = await Organization.start();
    for (let row = 0; row < HOW_MANY; row += 1)
      await organization.contact({ firstname: row % 2 === 0 ? 'Even' : 'Odd', lastname: `Name ${row % 5}` });
  });
  afterAll(() => organization.close());

  const collection = 'contacts';
  const select = ['fullname'];

  it('come in the order that is asked for', async () => {
    const { value } = await organization.api.retrieveMultiple<Columns>({
      collection,
      select: ['firstname', 'lastname'],
      orderBy: ['firstname desc', 'lastname'],
    });
    const names = value.map(({ firstname, lastname }) => `${firstname} ${lastname}`);
    expect(names).toHaveLength(HOW_MANY);
    const odd = names.filter((name) => name.startsWith('Odd')).sort();
    const even = names.filter((name) => name.startsWith('Even')).sort();
    expect(names).toEqual([...odd, ...even]);
  });

  it('are cut by top, and counted whole', async () => {
    const top = await organization.api.retrieveMultiple({ collection, select, top: 3 });
    expect(top.value).toHaveLength(3);
    expect(top).not.toHaveProperty('oDataNextLink');
    const counted = await organization.api.retrieveMultiple({ collection, select, count: true });
    expect([counted.value.length, counted.oDataCount]).toEqual([HOW_MANY, HOW_MANY]);
  });

  it('come page by page, each named by the last', async () => {
    const request = { collection, select, orderBy: ['lastname', 'contactid'], maxPageSize: 5 };
    const pages: unknown[][] = [];
    let link: string | undefined;
    do {
      const page = await organization.api.retrieveMultiple<Columns>(request, link);
      pages.push(page.value.map(({ contactid }) => contactid));
      link = page.oDataNextLink;
    } while (link);
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
    expect(new Set(pages.flat()).size).toBe(HOW_MANY);
  });

  it('come whole, by as many pages as it takes', async () => {
    const all = await organization.api.retrieveAll<Columns>({ collection, select, maxPageSize: 5 });
    expect(new Set(all.value.map(({ contactid }) => contactid)).size).toBe(HOW_MANY);
    expect(await organization.api.countAll({ collection, select })).toBe(HOW_MANY);
  });

  it('are counted', async () => {
    expect(await organization.api.count({ collection })).toBe(HOW_MANY);
    expect(await organization.api.count({ collection, filter: "firstname eq 'Odd'" })).toBe(HOW_MANY / 2);
    expect(await organization.api.count({ collection, filter: "firstname eq 'Nobody'" })).toBe(0);
  });

  it('come with what they point to, and with what the numbers mean', async () => {
    const contact = await organization.contact({ firstname: 'Ann' });
    await organization.incident({ title: 'Of Ann', prioritycode: 3 }, contact);
    const { value } = await organization.api.retrieveMultiple<Columns>({
      collection: 'incidents',
      select: ['title', 'prioritycode'],
      filter: "title eq 'Of Ann'",
      expand: [{ property: 'customerid_contact', select: ['firstname'] }],
      includeAnnotations: 'OData.Community.Display.V1.FormattedValue',
    });
    expect(value).toMatchObject([
      { prioritycode_Formatted: 'Low', customerid_contact: { firstname: 'Ann' } },
    ]);
    await organization.api.deleteRecord({ collection, key: contact });
  });

  it('are grouped and counted', async () => {
    const { value } = await organization.api.retrieveMultiple<Columns>({
      collection,
      apply: 'groupby((firstname),aggregate($count as rows))',
    });
    const rows = Object.fromEntries(value.map(({ firstname, rows: count }) => [firstname, count]));
    expect(rows).toEqual({ Even: HOW_MANY / 2, Odd: HOW_MANY / 2 });
  });

  it('answer a question too long for a URL, which the client sends as a batch without a word', async () => {
    const many = Array.from({ length: 80 }, (_, index) => `lastname eq 'Nobody of this name ${index}'`);
    const filter = [...many, "lastname eq 'Name 0'"].join(' or ');
    const { value } = await organization.api.retrieveMultiple({ collection, select, filter });
    expect(value).toHaveLength(3);
    const wrong = organization.api.retrieveMultiple({
      collection,
      select,
      filter: `${filter} or nothing eq 1`,
    });
    expect(await refusalOf(wrong)).toMatchObject({
      message: expect.stringContaining("Could not find a property named 'nothing'"),
    });
  });
});
