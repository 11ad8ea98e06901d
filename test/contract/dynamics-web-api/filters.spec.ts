import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Columns, Organization } from './organization.js';

const MISSING_GUID = '00000000-0000-4000-8000-000000000000';

/** webapi/query/filter-rows: every operator and function that it lists for rows, as the client sends them. */
describe('dynamics-web-api, filters', () => {
  let organization: Organization;
  let ann: string;
  let pothole: string;

  beforeAll(async () => {
    organization = await Organization.start();
    ann = await organization.contact({ firstname: 'Ann' });
    const bob = await organization.contact({ firstname: 'Bob', lastname: "O'Brien" });
    pothole = await organization.incident(
      {
        title: 'Pothole in High Street',
        prioritycode: 1,
        cw_category: 100_000_000,
        isescalated: true,
        followupby: '2026-03-10',
        cw_occurredon: '2026-03-01T14:30:00Z',
        cw_latitude: 52.5,
        cw_address: 'same',
        cw_assetid: 'same',
        description: 'deep',
      },
      ann,
    );
    await organization.incident(
      {
        title: "O'Brien's lamp",
        prioritycode: 2,
        cw_category: 100_000_001,
        followupby: '2026-04-10',
        cw_occurredon: '2026-04-01T08:00:00Z',
        cw_latitude: -1.25,
        cw_address: 'one',
        cw_assetid: 'other',
      },
      bob,
    );
    await organization.incident({ title: '50% of the drain [is blocked]', prioritycode: 3 }, ann);
  });
  afterAll(() => organization.close());

  const [hole, lamp, drain] = ['Pothole in High Street', "O'Brien's lamp", '50% of the drain [is blocked]'];

  const titlesWhere = async (filter: string): Promise<unknown[]> => {
    const request = { collection: 'incidents', select: ['title'], filter };
    const { value } = await organization.api.retrieveMultiple<Columns>(request);
    return value.map(({ title }) => title);
  };

  it.each([
    ["title eq 'Pothole in High Street'", [hole]],
    ["title eq 'POTHOLE in high street'", [hole]],
    ["title eq 'O''Brien''s lamp'", [lamp]],
    ["title ne 'Pothole in High Street'", [lamp, drain]],
    ['prioritycode eq 1', [hole]],
    ['prioritycode gt 1', [lamp, drain]],
    ['prioritycode ge 2', [lamp, drain]],
    ['prioritycode lt 3', [hole, lamp]],
    ['prioritycode le 2', [hole, lamp]],
    ['cw_latitude gt -2 and cw_latitude lt 0', [lamp]],
    ['cw_latitude eq 52.5', [hole]],
    ['isescalated eq true', [hole]],
    ['isescalated eq false', [lamp, drain]],
    ['description eq null', [lamp, drain]],
    ['description ne null', [hole]],
    ['cw_occurredon ge 2026-03-02T00:00:00Z', [lamp]],
    ['cw_occurredon lt 2026-03-01T14:30:01Z', [hole]],
    ['cw_occurredon eq 2026-03-01T15:30:00+01:00', [hole]],
    ['followupby eq 2026-03-10', [hole]],
    ['followupby gt 2026-03-10', [lamp]],
    [`incidentid eq ${MISSING_GUID}`, []],
    [`_customerid_value eq ${MISSING_GUID}`, []],
    ['_primarycontactid_value eq null', [hole, lamp, drain]],
    ["prioritycode eq 1 or title eq 'O''Brien''s lamp'", [hole, lamp]],
    ['prioritycode eq 1 or prioritycode eq 2 and isescalated eq true', [hole]],
    ['(prioritycode eq 1 or prioritycode eq 2) and isescalated eq false', [lamp]],
    ['not (prioritycode eq 1)', [lamp, drain]],
    ["not contains(title,'o')", []],
    ["contains(title,'high')", [hole]],
    ["contains(title,'''s')", [lamp]],
    ["contains(title,'Pot%Street')", [hole]],
    ["contains(title,'P_thole')", [hole]],
    ["contains(title,'50[%]')", [drain]],
    ["startswith(title,'pot')", [hole]],
    ["endswith(title,'lamp')", [lamp]],
    ["startswith(title,'lamp')", []],
    ['cw_address eq cw_assetid', [hole]],
    ["customerid_contact/firstname eq 'Ann'", [hole, drain]],
    ["Microsoft.Dynamics.CRM.In(PropertyName='prioritycode',PropertyValues=['1','3'])", [hole, drain]],
    ["Microsoft.Dynamics.CRM.NotIn(PropertyName='prioritycode',PropertyValues=['1','3'])", [lamp]],
    ["Microsoft.Dynamics.CRM.Between(PropertyName='prioritycode',PropertyValues=['2','3'])", [lamp, drain]],
    ["Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=2)", [hole, lamp, drain]],
    ["Microsoft.Dynamics.CRM.OlderThanXDays(PropertyName='createdon',PropertyValue=2)", []],
    ['statecode eq 0 and statuscode eq 1 and cw_category eq 100000001', [lamp]],
  ])('%s', async (filter, titles) => {
    expect((await titlesWhere(filter)).sort()).toEqual([...titles].sort());
  });

  it('by the id of a row, and of the row that a lookup points to', async () => {
    expect(await titlesWhere(`incidentid eq ${pothole}`)).toEqual([hole]);
    expect((await titlesWhere(`_customerid_value eq ${ann}`)).sort()).toEqual([drain, hole].sort());
    // Curly brackets are what the client takes away by itself.
    expect(await titlesWhere(`incidentid eq {${pothole}}`)).toEqual([hole]);
    expect(
      await titlesWhere(`Microsoft.Dynamics.CRM.In(PropertyName='incidentid',PropertyValues=['${pothole}'])`),
    ).toEqual([hole]);
  });

  it('by what is true of any or all rows that point to it', async () => {
    const namesWhere = async (filter: string) => {
      const request = { collection: 'contacts', select: ['fullname'], filter, orderBy: ['fullname'] };
      return (await organization.api.retrieveMultiple<Columns>(request)).value.map(
        ({ fullname }) => fullname,
      );
    };
    expect(await namesWhere('incident_customer_contacts/any(c:c/prioritycode eq 1)')).toEqual(['Ann Lee']);
    expect(await namesWhere('incident_customer_contacts/any()')).toEqual(['Ann Lee', "Bob O'Brien"]);
    expect(await namesWhere('incident_customer_contacts/all(c:c/prioritycode eq 2)')).toEqual([
      "Bob O'Brien",
    ]);
  });

  it.each([
    "titel eq 'x'",
    'prioritycode eq',
    "contains(title,'x'",
    "title like 'x'",
    'prioritycode eq high',
  ])('refuses %s', async (filter) => {
    await expect(titlesWhere(filter)).rejects.toMatchObject({ status: 400 });
  });
});
