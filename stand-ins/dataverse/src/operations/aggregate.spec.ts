import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

/** Golden examples of PAD/webapi/query/aggregate-data.md; a case's latitude stands for an account's revenue. */
describe('$apply', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start();
    const jim = await organization.contact({ firstname: 'Jim', lastname: 'Glynn' });
    const maria = await organization.contact({ firstname: 'Maria', lastname: 'Campbell' });
    for (const [contact, latitude, priority, occurred] of [
      [jim, 10, 1, '2023-03-25T17:42:46Z'],
      [maria, 40, 1, '2023-03-25T17:42:47Z'],
      [maria, 42, 2, '2023-03-25T17:42:47Z'],
      [undefined, undefined, 2, undefined],
    ] as const) {
      await organization.incident({
        prioritycode: priority,
        ...(latitude && { cw_latitude: latitude }),
        ...(occurred && { cw_occurredon: occurred }),
        ...(contact && { 'primarycontactid@odata.bind': `/contacts(${contact})` }),
      });
    }
  });
  afterAll(() => organization.close());

  const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
  const apply = (text: string, annotations = 'x') =>
    organization.get(`incidents?$apply=${encodeURIComponent(text)}`, {
      Prefer: `odata.include-annotations="${annotations}"`,
    });

  it.each([
    ['groupby((prioritycode))', [{ prioritycode: 1 }, { prioritycode: 2 }]],
    [
      'groupby((prioritycode),aggregate($count as count))',
      [
        { prioritycode: 1, count: 2 },
        { prioritycode: 2, count: 2 },
      ],
    ],
    ['aggregate(cw_latitude with sum as total)', [{ total: 92 }]],
    [
      'groupby((prioritycode),aggregate(cw_latitude with average as averagevalue,$count as n))',
      [
        { prioritycode: 1, averagevalue: 25, n: 2 },
        { prioritycode: 2, averagevalue: 42, n: 2 },
      ],
    ],
    [
      'groupby((primarycontactid/fullname),aggregate(cw_latitude with sum as total))',
      [{}, { contact_fullname: 'Jim Glynn', total: 10 }, { contact_fullname: 'Maria Campbell', total: 82 }],
    ],
    [
      'filter(cw_latitude gt 20 and prioritycode eq 1)/groupby((primarycontactid/fullname))',
      [{ contact_fullname: 'Maria Campbell' }],
    ],
    ['aggregate(cw_occurredon with max as last)', [{ last: '2023-03-25T17:42:47Z' }]],
    ['aggregate(cw_occurredon with min as first)', [{ first: '2023-03-25T17:42:46Z' }]],
    [
      'groupby((statecode,cw_latitude))',
      [
        { statecode: 0 },
        { statecode: 0, cw_latitude: 10 },
        { statecode: 0, cw_latitude: 40 },
        { statecode: 0, cw_latitude: 42 },
      ],
    ],
    ['filter(prioritycode eq 3)/aggregate(cw_latitude with sum as total,$count as n)', [{ n: 0 }]],
  ])('carries out %s', async (text, value) => {
    const reply = await apply(text);
    expect(reply.json).toEqual({ '@odata.context': `${organization.root}$metadata#incidents`, value });
  });

  it('formats what it groups by and what it counts', async () => {
    const { value } = await apply('groupby((prioritycode),aggregate($count as count))', FORMATTED);
    expect(value[0]).toEqual({
      [`prioritycode@${FORMATTED}`]: 'High',
      prioritycode: 1,
      [`count@${FORMATTED}`]: '2',
      count: 2,
    });
  });

  it('aggregates what refers to one row', async () => {
    const contact = await organization.contact();
    await organization.incident({ 'primarycontactid@odata.bind': `/contacts(${contact})` });
    const path = `contacts(${contact})/contact_as_primary_contact?$apply=aggregate($count%20as%20n)`;
    expect((await organization.get(path)).value).toEqual([{ n: 1 }]);
  });
});
