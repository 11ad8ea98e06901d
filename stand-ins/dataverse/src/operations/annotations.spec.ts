import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bankAccount } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

const FORMATTED = 'OData.Community.Display.V1.FormattedValue';
const CRM = 'Microsoft.Dynamics.CRM';

/** PAD/webapi/query/select-columns.md and PAD/webapi/query/count-rows.md. */
describe('annotations', () => {
  let organization: TestOrganization;
  let contact: string;
  let id: string;

  beforeAll(async () => {
    organization = await TestOrganization.start();
    contact = await organization.contact({ firstname: 'Susanna', lastname: 'Stubberod' });
    id = await organization.incident({
      title: 'A lamp',
      cw_occurredon: '2023-04-07T21:59:01Z',
      followupby: '2023-04-07',
      'customerid_contact@odata.bind': `/contacts(${contact})`,
    });
  });
  afterAll(() => organization.close());

  const read = (columns: string, annotations: string) =>
    organization.get(`incidents(${id})?$select=${columns}`, {
      Prefer: `odata.include-annotations="${annotations}"`,
    });

  it.each([
    ['prioritycode', 'Normal'],
    ['statecode', 'Active'],
    ['statuscode', 'In Progress'],
    ['isescalated', 'No'],
    ['cw_occurredon', '4/7/2023 9:59 PM'],
    ['followupby', '4/7/2023'],
    ['_customerid_value', 'Susanna Stubberod'],
    ['title', undefined],
    ['cw_address', undefined],
  ])('say how people see %s', async (property, text) => {
    const { json, headers } = await read(property, FORMATTED);
    expect(json[`${property}@${FORMATTED}`]).toBe(text);
    expect(headers.get('preference-applied')).toBe(`odata.include-annotations="${FORMATTED}"`);
  });

  it('tell the table of a lookup and the property to reach it by, each before its value', async () => {
    const { json } = await read('_customerid_value', '*');
    expect(Object.keys(json)).toEqual([
      '@odata.context',
      '@odata.etag',
      `_customerid_value@${FORMATTED}`,
      `_customerid_value@${CRM}.associatednavigationproperty`,
      `_customerid_value@${CRM}.lookuplogicalname`,
      '_customerid_value',
      'incidentid',
    ]);
    expect(json).toMatchObject({
      [`_customerid_value@${CRM}.associatednavigationproperty`]: 'customerid_contact',
      [`_customerid_value@${CRM}.lookuplogicalname`]: 'contact',
    });
  });

  it('are left out when others were asked for', async () => {
    const { json } = await read('_customerid_value,prioritycode', `${CRM}.*`);
    expect(Object.keys(json).filter((name) => name.includes(FORMATTED))).toEqual([]);
    expect(json).toHaveProperty([`_customerid_value@${CRM}.lookuplogicalname`]);
  });

  it('count the rows, or say -1 when nobody asked for the count', async () => {
    const headers = { Prefer: `odata.include-annotations="${CRM}.*",odata.maxpagesize=1` };
    const { json } = await organization.get('incidents?$count=true', headers);
    expect(json).toMatchObject({
      '@odata.count': 1,
      [`@${CRM}.totalrecordcount`]: 1,
      [`@${CRM}.totalrecordcountlimitexceeded`]: false,
    });
    const uncounted = (await organization.get('incidents', headers)).json;
    expect([uncounted[`@${CRM}.totalrecordcount`], uncounted['@odata.count']]).toEqual([-1, undefined]);
  });

  /** PAD/webapi/compose-http-requests-handle-errors.md, "Request annotations". */
  it('tell the version of the schema, which grows when that is changed', async () => {
    const version = async () => {
      const { json } = await organization.get('incidents', { Prefer: 'odata.include-annotations="*"' });
      return json[`@${CRM}.globalmetadataversion`];
    };
    const before = await version();
    expect(before).toMatch(/^\d+$/);
    await organization.contact();
    expect(await version()).toBe(before);
    await organization.post('EntityDefinitions', bankAccount());
    expect(Number(await version())).toBeGreaterThan(Number(before));
  });

  it('reach into what is expanded', async () => {
    const query = '$select=title&$expand=customerid_contact($select=preferredcontactmethodcode)';
    const { value } = await organization.get(`incidents?${query}`, {
      Prefer: `odata.include-annotations="${FORMATTED}"`,
    });
    expect(value[0]?.['customerid_contact']).toHaveProperty(
      [`preferredcontactmethodcode@${FORMATTED}`],
      'Any',
    );
  });
});
