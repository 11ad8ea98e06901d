import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPLICATION, applicationUsers, TestOrganization } from '../../test/organization.js';

/** Golden examples of PAD/webapi/query/join-tables.md, on accounts with contacts in the place of tasks. */
describe('$expand', () => {
  let organization: TestOrganization;
  let litware: string;
  let susanna: string;
  const contacts: string[] = [];

  beforeAll(async () => {
    organization = await TestOrganization.start();
    litware = await organization.insert('accounts', 'accountid', { name: 'Litware, Inc. (sample)' });
    for (const name of ['Susanna', 'Nancy', 'Maria']) {
      const parent = { 'parentcustomerid_account@odata.bind': `/accounts(${litware})` };
      contacts.push(await organization.contact({ firstname: name, lastname: 'S', ...parent }));
    }
    susanna = contacts[0] ?? '';
    await organization.patch(`accounts(${litware})`, {
      'primarycontactid@odata.bind': `/contacts(${susanna})`,
    });
    await organization.insert('accounts', 'accountid', { name: 'Nobody' });
  });
  afterAll(() => organization.close());

  const account = async (query: string, headers?: Record<string, string>) => {
    const { json, value } = await organization.get(
      `accounts?$filter=accountid%20eq%20${litware}&${query}`,
      headers,
    );
    return { json, row: value[0] ?? {} };
  };

  it('shows the row of a lookup without its ETag, and null where there is none', async () => {
    const { json, value } = await organization.get(
      'accounts?$select=name&$orderby=name&$expand=primarycontactid($select=fullname),createdby($select=fullname)',
    );
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,primarycontactid(fullname),createdby(fullname))`,
    );
    expect(value[0]?.['primarycontactid']).toEqual({ fullname: 'Susanna S', contactid: susanna });
    expect(value[1]).toMatchObject({ name: 'Nobody', primarycontactid: null });
  });

  /** PAD/webapi/query/join-tables.md and PAD/use-alternate-key-reference-record.md. */
  it('shows a user with both names of its id, by which it can be found, too', async () => {
    const { row } = await account('$select=name&$expand=createdby($select=fullname)');
    const user = applicationUsers[APPLICATION];
    const both = { fullname: expect.any(String), systemuserid: user, ownerid: user };
    expect(row['createdby']).toEqual(both);
    expect((await organization.get(`systemusers(ownerid=${user})?$select=fullname`)).json).toMatchObject(
      both,
    );
    expect((await organization.get(`systemusers?$filter=ownerid eq ${user}`)).value).toHaveLength(1);
  });

  it('goes up from lookup to lookup', async () => {
    const { json, row } = await account(
      '$select=name&$expand=primarycontactid($select=fullname;$expand=parentcustomerid_account($select=name;$expand=createdby($select=fullname)))',
    );
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,primarycontactid(fullname,parentcustomerid_account(name,createdby(fullname))))`,
    );
    expect(row['primarycontactid']).toMatchObject({
      parentcustomerid_account: {
        name: 'Litware, Inc. (sample)',
        createdby: { fullname: expect.any(String) },
      },
    });
  });

  it('shows a collection with the lookup that ties it, and a link to it without paging', async () => {
    const { json, row } = await account('$select=name&$expand=contact_customer_accounts($select=fullname)', {
      Prefer: 'odata.maxpagesize=1',
    });
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,contact_customer_accounts(fullname))`,
    );
    const rows = row['contact_customer_accounts'] as Record<string, unknown>[];
    expect(rows).toHaveLength(3);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      '@odata.etag',
      'fullname',
      '_parentcustomerid_value',
      'contactid',
    ]);
    expect(row['contact_customer_accounts@odata.nextLink']).toBe(
      `${organization.root}accounts(${litware})/contact_customer_accounts?$select=fullname`,
    );
  });

  it('filters, orders and limits a collection, and its link gives the same rows', async () => {
    const inside =
      "$select=firstname;$filter=contains(firstname,'a') and firstname ne 'x;y)';$orderby=firstname desc;$top=2";
    const { row } = await account(`$expand=contact_customer_accounts(${encodeURIComponent(inside)})`);
    const rows = row['contact_customer_accounts'] as Record<string, unknown>[];
    expect(rows.map((contact) => contact['firstname'])).toEqual(['Susanna', 'Nancy']);
    const again = await organization.get(String(row['contact_customer_accounts@odata.nextLink']));
    expect(again.value.map((contact) => contact['firstname'])).toEqual(['Susanna', 'Nancy']);
  });

  it('gives pages of a collection, without ETags, when an $expand stands inside of another', async () => {
    const { row } = await account(
      '$select=name&$expand=contact_customer_accounts($select=fullname;$expand=createdby($select=fullname))',
      { Prefer: 'odata.maxpagesize=2' },
    );
    const rows = row['contact_customer_accounts'] as Record<string, unknown>[];
    expect(Object.keys(rows[0] ?? {})).toEqual(['fullname', 'contactid', 'createdby']);
    const link = String(row['contact_customer_accounts@odata.nextLink']);
    const rest = await organization.get(link, { Prefer: 'odata.maxpagesize=2' });
    const seen = [...rows, ...rest.value].map((contact) => contact['contactid']);
    expect([rows.length, [...seen].sort()]).toEqual([2, [...contacts].sort()]);
  });

  it('gives the link to the row of a lookup with /$ref, and the lookup along with it', async () => {
    const { json, row } = await account('$select=name&$expand=primarycontactid/$ref');
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,primarycontactid,primarycontactid/$ref())`,
    );
    expect(row).toMatchObject({
      _primarycontactid_value: susanna,
      primarycontactid: { '@odata.id': `${organization.root}contacts(${susanna})` },
    });
  });

  /** PAD/webapi/retrieve-entity-using-web-api.md and PAD/webapi/perform-conditional-operations-using-web-api.md. */
  it('shows one row with what it is expanded by, and never says that it has not changed', async () => {
    const path = `accounts(${litware})?$select=name&$expand=primarycontactid($select=contactid,fullname)`;
    const { json } = await organization.get(path);
    expect(json['@odata.context']).toBe(
      `${organization.root}$metadata#accounts(name,primarycontactid(contactid,fullname))/$entity`,
    );
    expect(json['primarycontactid']).toHaveProperty(['@odata.etag']);
    const headers = { 'If-None-Match': String(json['@odata.etag']) };
    expect((await organization.get(path, headers)).status).toBe(200);
    expect((await organization.get(`accounts(${litware})?$select=name`, headers)).status).toBe(304);
    const annotated = { ...headers, Prefer: 'odata.include-annotations="*"' };
    expect((await organization.get(`accounts(${litware})`, annotated)).status).toBe(200);
  });

  it('shows a row that was just made, but not one that was changed', async () => {
    const prefer = { Prefer: 'return=representation' };
    const path = '?$select=name&$expand=primarycontactid($select=fullname)';
    const body = { name: 'New', 'primarycontactid@odata.bind': `/contacts(${susanna})` };
    const made = await organization.post(`accounts${path}`, body, prefer);
    expect(made.json['primarycontactid']).toMatchObject({ fullname: 'Susanna S' });
    const changed = await organization.patch(
      `accounts(${String(made.json['accountid'])})${path}`,
      { name: 'B' },
      prefer,
    );
    expect(changed.json['name']).toBe('B');
    expect(changed.json).not.toHaveProperty('primarycontactid');
  });
});
