import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountOwner,
  bankAccount,
  colors,
  column,
  key,
  label,
  optionSet,
  severalTables,
} from '../../../test/definitions.js';
import { TestOrganization } from '../../../test/organization.js';

const bank = "EntityDefinitions(LogicalName='new_bankaccount')";
const CRM = 'Microsoft.Dynamics.CRM.';

describe('definitions that are made, changed and deleted while the stand-in runs', () => {
  let organization: TestOrganization;
  beforeAll(async () => {
    organization = await TestOrganization.start({ schema: 'standard' });
    await organization.post('EntityDefinitions', bankAccount());
  });
  afterAll(() => organization.close());

  const attribute = (name: string, cast = '') =>
    organization.get(`${bank}/Attributes(LogicalName='${name}')${cast}`);

  it('a table has the columns of the platform and its primary name: create-update-entity-definitions-using-web-api', async () => {
    const { status, headers } = await organization.post('EntityDefinitions', {
      ...bankAccount({ SchemaName: 'new_Branch' }),
    });
    expect(status).toBe(204);
    const made = await organization.get(String(headers.get('odata-entityid')));
    expect(made.json).toMatchObject({
      LogicalName: 'new_branch',
      EntitySetName: 'new_branches',
      PrimaryIdAttribute: 'new_branchid',
      PrimaryNameAttribute: 'new_accountname',
      OwnershipType: 'UserOwned',
      IsCustomEntity: true,
      DisplayName: { UserLocalizedLabel: { Label: 'Bank Account', IsManaged: false } },
    });
    const id = await organization.insert('new_branches', 'new_branchid', { new_accountname: 'A' });
    const row = await organization.get(`new_branches(${id})`);
    expect(row.json).toMatchObject({
      new_accountname: 'A',
      statecode: 0,
      statuscode: 1,
      _ownerid_value: (await organization.get('WhoAmI')).json['UserId'],
    });
    expect((await organization.get('$metadata')).text).toContain('EntityType Name="new_branch"');
    expect((await organization.get('')).value.map(({ name }) => name)).toContain('new_branches');
  });

  it.each([
    ['String', { MaxLength: 50, FormatName: { Value: 'Email' } }, { MaxLength: 50, Format: 'Email' }, 'x', 5],
    ['Memo', { MaxLength: 500, Format: 'TextArea' }, { MaxLength: 500 }, 'x', 5],
    ['Integer', { MinValue: 0, MaxValue: 100, Format: 'None' }, { MinValue: 0, MaxValue: 100 }, 7, 101],
    ['BigInt', {}, { AttributeType: 'BigInt' }, 7, 'x'],
    ['Double', { MinValue: 0, MaxValue: 1 }, { MaxValue: 1 }, 0.5, 2],
    ['Decimal', { MinValue: 0, MaxValue: 100, Precision: 1 }, { Precision: 1 }, 1.5, 101],
    [
      'DateTime',
      { Format: 'DateOnly' },
      { Format: 'DateOnly', DateTimeBehavior: { Value: 'UserLocal' } },
      '2026-01-02T00:00:00Z',
      'x',
    ],
    [
      'DateTime',
      { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } },
      { DateTimeBehavior: { Value: 'DateOnly' } },
      '2026-01-02',
      'x',
    ],
    [
      'Boolean',
      {
        DefaultValue: true,
        OptionSet: {
          TrueOption: { Value: 1, Label: label('Up') },
          FalseOption: { Value: 0, Label: label('Down') },
        },
      },
      { DefaultValue: true },
      false,
      1,
    ],
    [
      'Picklist',
      {
        OptionSet: optionSet([
          [727000000, 'Bravo'],
          [727000001, 'Delta'],
        ]),
      },
      { DefaultFormValue: -1 },
      727000001,
      3,
    ],
  ])(
    'a column of type %s takes its values: create-update-column-definitions-using-web-api',
    async (type, more, shown, good, bad) => {
      const name = `new_${type}${Math.random().toString(36).slice(2, 8)}`;
      const made = await organization.post(`${bank}/Attributes`, column(type, name, more));
      expect(made.status).toBe(204);
      const logical = name.toLowerCase();
      const { json } = await attribute(logical, `/${CRM}${type}AttributeMetadata`);
      expect(json).toMatchObject({
        LogicalName: logical,
        SchemaName: name,
        IsCustomAttribute: true,
        ...shown,
      });
      expect(made.headers.get('odata-entityid')).toBe(
        `${organization.root}${bank}/Attributes(${String(json['MetadataId'])})`,
      );
      const id = await organization.insert('new_bankaccounts', 'new_bankaccountid', { [logical]: good });
      expect((await organization.get(`new_bankaccounts(${id})`)).json[logical]).toBe(good);
      expect((await organization.post('new_bankaccounts', { [logical]: bad })).status).toBe(400);
    },
  );

  it('a global choice is shared by columns, and follows when it changes: create-update-optionsets', async () => {
    const made = await organization.post('GlobalOptionSetDefinitions', colors());
    const choice = String(made.headers.get('odata-entityid')).replace(organization.root, '/');
    for (const [name, link] of [
      ['new_Colors', choice],
      ['new_OtherColors', "/GlobalOptionSetDefinitions(Name='new_colors')"],
    ] as const) {
      const body = column('Picklist', name, { 'GlobalOptionSet@odata.bind': link });
      const { status, text } = await organization.post(`${bank}/Attributes`, body);
      expect([status, text]).toEqual([204, '']);
    }
    const inserted = await organization.post('InsertOptionValue', {
      OptionSetName: 'new_colors',
      Label: label('Blue'),
    });
    expect(inserted.json).toMatchObject({
      '@odata.context': `${organization.root}$metadata#Microsoft.Dynamics.CRM.InsertOptionValueResponse`,
      NewOptionValue: 100000000,
    });
    for (const name of ['new_colors', 'new_othercolors']) {
      const { json } = await attribute(
        name,
        `/${CRM}PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet`,
      );
      expect(json['OptionSet']).toMatchObject({ Name: 'new_colors', IsGlobal: true });
      expect((json['OptionSet'] as { Options: unknown[] }).Options).toHaveLength(4);
      expect((await organization.post('new_bankaccounts', { [name]: 100000000 })).status).toBe(204);
    }
    expect((await organization.delete("GlobalOptionSetDefinitions(Name='new_colors')")).error?.code).toBe(
      '0x8004f01f',
    );
  });

  it('local options are inserted, renamed, put in order and deleted: create-update-optionsets', async () => {
    await organization.post(
      `${bank}/Attributes`,
      column('Picklist', 'new_Choice', {
        OptionSet: optionSet([
          [1, 'One'],
          [2, 'Two'],
        ]),
      }),
    );
    const place = { EntityLogicalName: 'new_bankaccount', AttributeLogicalName: 'new_choice' };
    const act = async (action: string, more: Record<string, unknown>) =>
      (await organization.post(action, { ...place, ...more })).status;
    expect(await act('InsertOptionValue', { Value: 3, Label: label('Echo') })).toBe(200);
    expect(await act('UpdateOptionValue', { Value: 1, Label: label('Uno'), MergeLabels: true })).toBe(204);
    expect(await act('OrderOption', { Values: [3, 2, 1] })).toBe(204);
    expect(await act('DeleteOptionValue', { Value: 2 })).toBe(204);
    const { json } = await attribute(
      'new_choice',
      `/${CRM}PicklistAttributeMetadata/OptionSet?$select=Options`,
    );
    expect(json['Options']).toMatchObject([
      { Value: 3, Label: { UserLocalizedLabel: { Label: 'Echo' } } },
      { Value: 1, Label: { UserLocalizedLabel: { Label: 'Uno' } } },
    ]);
  });

  it('a status joins its state, and rows can take it', async () => {
    const place = { EntityLogicalName: 'new_bankaccount', AttributeLogicalName: 'statuscode' };
    const { json } = await organization.post('InsertStatusValue', {
      ...place,
      Label: label('Frozen'),
      StateCode: 1,
    });
    const statuscode = json['NewOptionValue'];
    expect((await organization.post('new_bankaccounts', { statecode: 1, statuscode })).status).toBe(204);
    expect((await organization.post('new_bankaccounts', { statecode: 0, statuscode })).error?.code).toBe(
      '0x80048408',
    );
  });

  it('a relationship brings its lookup: create-update-entity-relationships-using-web-api', async () => {
    const made = await organization.post('RelationshipDefinitions', accountOwner());
    expect(made.status).toBe(204);
    const { json } = await organization.get(
      `${String(made.headers.get('odata-entityid'))}/${CRM}OneToManyRelationshipMetadata`,
    );
    expect(json).toMatchObject({
      SchemaName: 'new_contact_new_bankaccount',
      ReferencingAttribute: 'new_accountowner',
      ReferencingEntityNavigationPropertyName: 'new_AccountOwner',
      CascadeConfiguration: { Delete: 'Cascade' },
      IsCustomRelationship: true,
    });
    const contact = await organization.contact();
    const id = await organization.insert('new_bankaccounts', 'new_bankaccountid', {
      'new_AccountOwner@odata.bind': `/contacts(${contact})`,
    });
    expect((await organization.get(`new_bankaccounts(${id})`)).json['_new_accountowner_value']).toBe(contact);
    await organization.delete(`contacts(${contact})`);
    expect((await organization.get(`new_bankaccounts(${id})`)).status).toBe(404);
  });

  it('a lookup of several tables has a navigation property for each: multitable-lookup', async () => {
    const { status, json } = await organization.post(
      'CreatePolymorphicLookupAttribute',
      severalTables('new_Media', ['account', 'incident']),
    );
    expect([status, json['RelationshipIds']]).toEqual([200, [expect.any(String), expect.any(String)]]);
    const target = await attribute('new_media', `/${CRM}LookupAttributeMetadata?$select=Targets`);
    expect(target.json['Targets']).toEqual(['account', 'incident']);
    const account = await organization.insert('accounts', 'accountid', { name: 'A' });
    expect(
      (
        await organization.post('new_bankaccounts', {
          'new_Media_account@odata.bind': `/accounts(${account})`,
        })
      ).status,
    ).toBe(204);
    const more = await organization.post(
      'RelationshipDefinitions',
      accountOwner({ SchemaName: 'new_media_contact', Lookup: column('Lookup', 'new_Media') }),
    );
    expect(more.status).toBe(204);
    expect(
      (await attribute('new_media', `/${CRM}LookupAttributeMetadata?$select=Targets`)).json['Targets'],
    ).toHaveLength(3);
    await organization.delete("RelationshipDefinitions(SchemaName='new_media_contact')");
    expect(
      (await attribute('new_media', `/${CRM}LookupAttributeMetadata?$select=Targets`)).json['Targets'],
    ).toHaveLength(2);
  });

  it('a customer is an account or a contact: create-update-column-definitions-using-web-api', async () => {
    const { status, json } = await organization.post(
      'CreateCustomerRelationships',
      severalTables('new_CustomerId', ['account', 'contact']),
    );
    expect([status, json['AttributeId']]).toEqual([200, expect.any(String)]);
    expect((await attribute('new_customerid', '?$select=AttributeType')).json['AttributeType']).toBe(
      'Customer',
    );
  });

  describe('when they are put anew', () => {
    const memo = { MaxLength: 300, Description: label('Before') };
    const put = async (changes: Record<string, unknown>, headers: Record<string, string> = {}) => {
      const { json } = await attribute('new_note', `/${CRM}MemoAttributeMetadata`);
      const body = { '@odata.type': `${CRM}MemoAttributeMetadata`, ...json, ...changes };
      return organization.ask('PUT', `${bank}/Attributes(LogicalName='new_note')`, { body, headers });
    };
    beforeAll(() => organization.post(`${bank}/Attributes`, column('Memo', 'new_Note', memo)));

    it('take what is new and keep what was sent back: create-update-column-definitions-using-web-api', async () => {
      const { status, headers } = await put({
        MaxLength: 400,
        DisplayName: label('Note'),
        RequiredLevel: { Value: 'ApplicationRequired' },
      });
      expect(status).toBe(204);
      expect(headers.get('odata-entityid')).toBe(
        `${organization.root}${bank}/Attributes(LogicalName='new_note')`,
      );
      expect((await attribute('new_note', `/${CRM}MemoAttributeMetadata`)).json).toMatchObject({
        MaxLength: 400,
        DisplayName: { UserLocalizedLabel: { Label: 'Note' } },
        Description: { UserLocalizedLabel: { Label: 'Before' } },
        RequiredLevel: { Value: 'ApplicationRequired' },
      });
    });

    it.each([
      ['true', 'Before'],
      ['false', undefined],
    ])('lose labels that they leave out unless MSCRM.MergeLabels is true: %s', async (merge, kept) => {
      await put({ Description: label('Before') });
      await put({ Description: undefined }, { 'MSCRM.MergeLabels': merge });
      const { json } = await attribute('new_note');
      const shown = json['Description'] as { UserLocalizedLabel: { Label: string } | null };
      expect(shown.UserLocalizedLabel?.Label).toBe(kept);
    });

    it('cannot become something else', async () => {
      expect((await put({ SchemaName: 'new_Other' })).status).toBe(400);
      expect((await put({ '@odata.type': `${CRM}StringAttributeMetadata` })).status).toBe(400);
    });

    it('rename tables, ours and the platform’s', async () => {
      const { json } = await organization.get("EntityDefinitions(LogicalName='incident')");
      const body = { ...json, DisplayName: label('Report') };
      expect(
        (await organization.ask('PUT', "EntityDefinitions(LogicalName='incident')", { body })).status,
      ).toBe(204);
      const renamed = await organization.get("EntityDefinitions(LogicalName='incident')?$select=DisplayName");
      expect(renamed.json['DisplayName']).toMatchObject({ UserLocalizedLabel: { Label: 'Report' } });
    });
  });

  it('a deleted column takes its values along', async () => {
    await organization.post(`${bank}/Attributes`, column('String', 'new_Gone'));
    const id = await organization.insert('new_bankaccounts', 'new_bankaccountid', { new_gone: 'x' });
    expect((await organization.delete(`${bank}/Attributes(LogicalName='new_gone')`)).status).toBe(204);
    expect((await attribute('new_gone')).status).toBe(404);
    expect((await organization.post('new_bankaccounts', { new_gone: 'x' })).status).toBe(400);
    await organization.post(`${bank}/Attributes`, column('String', 'new_Gone'));
    expect((await organization.get(`new_bankaccounts(${id})`)).json['new_gone']).toBeNull();
  });

  it('a deleted table is gone with its rows', async () => {
    await organization.post('EntityDefinitions', bankAccount({ SchemaName: 'new_Short' }));
    await organization.insert('new_shorts', 'new_shortid', { new_accountname: 'x' });
    expect((await organization.delete("EntityDefinitions(LogicalName='new_short')")).status).toBe(204);
    expect((await organization.get('new_shorts')).error?.code).toBe('0x8006088a');
    await organization.post('EntityDefinitions', bankAccount({ SchemaName: 'new_Short' }));
    expect((await organization.get('new_shorts')).value).toEqual([]);
  });

  it('publishing answers 204: PublishXml, PublishAllXml', async () => {
    const ParameterXml = '<importexportxml><entities><entity>account</entity></entities></importexportxml>';
    expect((await organization.post('PublishXml', { ParameterXml })).status).toBe(204);
    expect((await organization.ask('POST', 'PublishAllXml')).status).toBe(204);
  });

  it('a change set of a batch changes the schema as a whole or not at all', async () => {
    const parts = [column('String', 'new_Together'), column('String', 'wrong')].map(
      (body, index) =>
        `--changes\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${index + 1}\r\n\r\nPOST ${organization.root}${bank}/Attributes HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`,
    );
    const body = `--batch\r\nContent-Type: multipart/mixed; boundary=changes\r\n\r\n${parts.join('')}--changes--\r\n--batch--\r\n`;
    const { text } = await organization.ask('POST', '$batch', {
      body,
      headers: { 'Content-Type': 'multipart/mixed; boundary=batch' },
    });
    expect(text).toContain('0x80044366');
    expect((await attribute('new_together')).status).toBe(404);
  });
});

describe('solutions', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start({ schema: 'standard' })));
  afterAll(() => organization.close());

  it('are made as rows, and record what is made for them', async () => {
    const publisherid = await organization.insert('publishers', 'publisherid', {
      uniquename: 'examplepublisher',
      friendlyname: 'Example Publisher',
      customizationprefix: 'sample',
      customizationoptionvalueprefix: 72700,
    });
    const solutionid = await organization.insert('solutions', 'solutionid', {
      uniquename: 'examplesolution',
      friendlyname: 'Example Solution',
      version: '1.0.0.0',
      'publisherid@odata.bind': `/publishers(${publisherid})`,
    });
    const headers = { 'MSCRM.SolutionUniqueName': 'examplesolution' };
    const account = "EntityDefinitions(LogicalName='account')";
    await organization.post('GlobalOptionSetDefinitions', colors({ Name: 'sample_colors' }), headers);
    await organization.post(`${account}/Attributes`, column('String', 'sample_Code'), headers);
    await organization.post(`${account}/Keys`, key('sample_CodeKey', ['sample_code']), headers);
    const inserted = await organization.post(
      'InsertOptionValue',
      { OptionSetName: 'sample_colors', Label: label('Blue'), SolutionUniqueName: 'examplesolution' },
      headers,
    );
    expect(inserted.json['NewOptionValue']).toBe(727000003);
    const components = async () =>
      (await organization.get(`solutioncomponents?$filter=_solutionid_value eq ${solutionid}`)).value;
    expect((await components()).map((row) => row['componenttype']).sort()).toEqual([14, 2, 9]);
    const attributes = await organization.get(
      `${account}/Attributes(LogicalName='sample_code')?$select=LogicalName`,
    );
    expect((await components()).map((row) => row['objectid'])).toContain(attributes.json['MetadataId']);
    await organization.delete(`${account}/Keys(LogicalName='sample_codekey')`);
    expect((await components()).map((row) => row['componenttype']).sort()).toEqual([2, 9]);
  });
});
