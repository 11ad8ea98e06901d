import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../test/organization.js';

const COLUMN = 'Microsoft.Dynamics.CRM.';
const account = "EntityDefinitions(LogicalName='account')";
const incident = "EntityDefinitions(LogicalName='incident')";

describe('definitions of tables, columns and choices', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const names = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row['LogicalName']);

  it('the service document names every entity set: webapi/web-api-service-documents', async () => {
    const { json, value } = await organization.get('');
    expect(json['@odata.context']).toBe(`${organization.root}$metadata`);
    expect(value).toContainEqual({ name: 'accounts', kind: 'EntitySet', url: 'accounts' });
    expect(value.map(({ name }) => name)).toContain('solutions');
  });

  it('a table shows its properties, and its id always: webapi/query-metadata-web-api', async () => {
    const { json } = await organization.get(
      `${account}?$select=DisplayName,IsKnowledgeManagementEnabled,EntitySetName`,
    );
    const label = { Label: 'Account', LanguageCode: 1033, IsManaged: true, HasChanged: null };
    expect(json).toMatchObject({
      '@odata.context': `${organization.root}$metadata#EntityDefinitions(DisplayName,IsKnowledgeManagementEnabled,EntitySetName)/$entity`,
      DisplayName: { LocalizedLabels: [label], UserLocalizedLabel: label },
      IsKnowledgeManagementEnabled: false,
      EntitySetName: 'accounts',
    });
    expect(json['MetadataId']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('is found by what real clients ask first', async () => {
    const { value } = await organization.get(
      "EntityDefinitions?%24select=LogicalName,EntitySetName,PrimaryIdAttribute&%24filter=LogicalName+eq+'account'",
    );
    expect(value).toMatchObject([
      { LogicalName: 'account', EntitySetName: 'accounts', PrimaryIdAttribute: 'accountid' },
    ]);
  });

  it.each([
    ["OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'OrganizationOwned'", ['publisher', 'solution']],
    ["CanCreateAttributes/Value eq true and LogicalName eq 'account'", ['account']],
    ["(IsCustomEntity eq false) and (LogicalName ne 'account')", ['contact', 'incident']],
  ])('is filtered by %s: webapi/query-metadata-web-api', async (filter, expected) => {
    const { value } = await organization.get(
      `EntityDefinitions?$select=LogicalName&$filter=${encodeURIComponent(filter)}`,
    );
    expect(names(value)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 1) expect(value).toHaveLength(1);
  });

  it('expands columns with options of their own: webapi/query-metadata-web-api', async () => {
    const filter = "AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist'";
    const { json } = await organization.get(
      `${incident}?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=${filter})`,
    );
    const attributes = json['Attributes'] as Record<string, unknown>[];
    expect(names(attributes)).toEqual(expect.arrayContaining(['prioritycode', 'cw_category']));
    expect(names(attributes)).not.toContain('title');
    expect(attributes[0]?.['@odata.type']).toBe('#Microsoft.Dynamics.CRM.PicklistAttributeMetadata');
  });

  it('expands keys: developer/data-platform/define-alternate-keys-entity', async () => {
    const { value } = await organization.get(
      'EntityDefinitions?$select=SchemaName&$expand=Keys($select=KeyAttributes,EntityKeyIndexStatus)',
    );
    expect(value).toContainEqual(
      expect.objectContaining({
        SchemaName: 'Account',
        Keys: [expect.objectContaining({ KeyAttributes: ['cw_key'], EntityKeyIndexStatus: 'Active' })],
      }),
    );
  });

  it('shows the options of a choice, by name and by id: webapi/retrieve-metadata-name-metadataid', async () => {
    const query = '?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Options)';
    const cast = `${COLUMN}PicklistAttributeMetadata`;
    const byName = await organization.get(
      `${incident}/Attributes(LogicalName='casetypecode')/${cast}${query}`,
    );
    expect(byName.json).toMatchObject({
      '@odata.context': `${organization.root}$metadata#EntityDefinitions('incident')/Attributes/${cast}(LogicalName,OptionSet(Options),GlobalOptionSet(Options))/$entity`,
      LogicalName: 'casetypecode',
      OptionSet: {
        Options: [
          { Value: 1, IsManaged: true, Label: { UserLocalizedLabel: { Label: 'Question' } } },
          { Value: 2 },
          { Value: 3 },
        ],
      },
    });
    const [table] = (
      await organization.get("EntityDefinitions?$filter=LogicalName%20eq%20'incident'&$select=MetadataId")
    ).value;
    const [column] = (
      await organization.get(
        `EntityDefinitions(${String(table?.['MetadataId'])})/Attributes?$filter=LogicalName%20eq%20'casetypecode'&$select=MetadataId`,
      )
    ).value;
    expect(column).toEqual({
      '@odata.type': '#Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      MetadataId: byName.json['MetadataId'],
    });
    const ids = `EntityDefinitions(${String(table?.['MetadataId'])})/Attributes(${String(column?.['MetadataId'])})`;
    expect((await organization.get(`${ids}/${cast}${query}`)).json['OptionSet']).toEqual(
      byName.json['OptionSet'],
    );
    expect((await organization.get(`${ids}/${cast}/OptionSet?$select=Options`)).json).toMatchObject({
      Options: [{ Value: 1 }, { Value: 2 }, { Value: 3 }],
    });
  });

  it.each([
    ['String', 'title', { MaxLength: 200, FormatName: { Value: 'Text' } }],
    ['Memo', 'description', { MaxLength: 2000, Format: 'TextArea' }],
    ['Lookup', 'customerid', { Targets: ['account', 'contact'], AttributeType: 'Customer' }],
    ['Lookup', 'ownerid', { Targets: ['systemuser'], AttributeTypeName: { Value: 'OwnerType' } }],
    ['Boolean', 'isescalated', { DefaultValue: false }],
    ['DateTime', 'followupby', { Format: 'DateOnly', DateTimeBehavior: { Value: 'DateOnly' } }],
    ['DateTime', 'createdon', { Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } }],
    ['Double', 'cw_latitude', { MinValue: -90, MaxValue: 90, IsCustomAttribute: true }],
    ['BigInt', 'versionnumber', { AttributeType: 'BigInt', IsValidForCreate: false }],
    ['UniqueIdentifier', 'incidentid', { AttributeType: 'Uniqueidentifier', IsPrimaryId: true }],
    ['State', 'statecode', { AttributeType: 'State' }],
    ['Status', 'statuscode', { AttributeType: 'Status' }],
    ['Picklist', 'prioritycode', { DefaultFormValue: 2, AttributeType: 'Picklist' }],
  ])('casts to %sAttributeMetadata: %s', async (type, column, expected) => {
    const cast = `${COLUMN}${type}AttributeMetadata`;
    const { json } = await organization.get(`${incident}/Attributes(LogicalName='${column}')/${cast}`);
    expect(json).toMatchObject({ LogicalName: column, ...expected });
    const all = await organization.get(`${incident}/Attributes/${cast}?$select=LogicalName`);
    expect(names(all.value)).toContain(column);
  });

  /** PAD/reference/entities/account.md. */
  it.each([
    ['name', 'Name'],
    ['emailaddress1', 'EMailAddress1'],
    ['address1_stateorprovince', 'Address1_StateOrProvince'],
    ['primarycontactid', 'PrimaryContactId'],
    ['accountid', 'AccountId'],
    ['createdonbehalfby', 'CreatedOnBehalfBy'],
    ['statuscode', 'StatusCode'],
    ['cw_key', 'cw_key'],
  ])('shows %s with its schema name, %s', async (column, schemaName) => {
    const path = `EntityDefinitions(LogicalName='account')/Attributes(LogicalName='${column}')?$select=SchemaName`;
    expect((await organization.get(path)).json).toMatchObject({ SchemaName: schemaName });
  });

  it('says which requirement is the Web API’s and which a form’s', async () => {
    const filter =
      "RequiredLevel/Value eq Microsoft.Dynamics.CRM.AttributeRequiredLevel'ApplicationRequired'";
    const { value } = await organization.get(`${incident}/Attributes?$select=LogicalName&$filter=${filter}`);
    expect(names(value)).toEqual(['title']);
    const customer = await organization.get(`${incident}/Attributes(LogicalName='customerid')/RequiredLevel`);
    expect(customer.json).toMatchObject({ Value: 'SystemRequired', CanBeChanged: false });
  });

  it('shows states with their default status, and statuses with their state', async () => {
    const { json } = await organization.get(
      `${incident}/Attributes(LogicalName='statecode')/${COLUMN}StateAttributeMetadata?$select=LogicalName&$expand=OptionSet`,
    );
    expect(json['OptionSet']).toMatchObject({
      OptionSetType: 'State',
      Options: [{ Value: 0, DefaultStatus: 1 }, { Value: 1, DefaultStatus: 5 }, { Value: 2 }],
    });
    const status = await organization.get(
      `${incident}/Attributes(LogicalName='statuscode')/${COLUMN}StatusAttributeMetadata/OptionSet?$select=Options`,
    );
    expect(status.json['Options']).toContainEqual(expect.objectContaining({ Value: 1000, State: 1 }));
  });

  it('shows relationships from both sides: webapi/query-metadata-web-api', async () => {
    const cast = `RelationshipDefinitions/${COLUMN}OneToManyRelationshipMetadata`;
    const { value } = await organization.get(
      `${cast}?$select=SchemaName&$filter=ReferencedEntity%20eq%20'account'`,
    );
    const seen = await organization.get(`${account}/OneToManyRelationships?$select=SchemaName`);
    expect(value).toEqual(seen.value);
    const { json } = await organization.get(
      `RelationshipDefinitions(SchemaName='incident_customer_contacts')/${COLUMN}OneToManyRelationshipMetadata`,
    );
    expect(json).toMatchObject({
      ReferencedEntity: 'contact',
      ReferencedAttribute: 'contactid',
      ReferencingEntity: 'incident',
      ReferencingAttribute: 'customerid',
      ReferencingEntityNavigationPropertyName: 'customerid_contact',
      ReferencedEntityNavigationPropertyName: 'incident_customer_contacts',
      CascadeConfiguration: { Delete: 'Cascade' },
    });
    expect((await organization.get(`${account}/ManyToManyRelationships`)).value).toEqual([]);
  });

  it('shows a global choice, alone and from a column that uses it', async () => {
    const { json } = await organization.get("GlobalOptionSetDefinitions(Name='cw_category')");
    expect(json).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.CRM.OptionSetMetadata',
      Name: 'cw_category',
      IsGlobal: true,
      IsCustomOptionSet: true,
    });
    const column = await organization.get(
      `${incident}/Attributes(LogicalName='cw_category')/${COLUMN}PicklistAttributeMetadata?$select=LogicalName&$expand=GlobalOptionSet`,
    );
    expect(column.json['GlobalOptionSet']).toMatchObject({ MetadataId: json['MetadataId'], IsGlobal: true });
    expect((await organization.get('GlobalOptionSetDefinitions?$select=Name')).value).toHaveLength(1);
  });

  it('casts to a type that no column has, and finds none', async () => {
    const { status, value } = await organization.get(
      `${account}/Attributes/${COLUMN}MoneyAttributeMetadata?$select=LogicalName`,
    );
    expect([status, value]).toEqual([200, []]);
  });

  it('has ids that stay the same from one start to the next', async () => {
    const other = await TestOrganization.start();
    const query = `${account}/Attributes?$select=LogicalName`;
    expect((await other.get(query)).value).toEqual((await organization.get(query)).value);
    await other.close();
  });
});

describe('a bare environment', () => {
  it('has nothing of ours, and still its own publisher and solution', async () => {
    const organization = await TestOrganization.start({ schema: 'standard' });
    const { value } = await organization.get(`${incident}/Attributes?$select=LogicalName`);
    expect(value.map((row) => row['LogicalName'])).toContain('ticketnumber');
    expect(value.filter((row) => String(row['LogicalName']).startsWith('cw_'))).toEqual([]);
    expect((await organization.get('GlobalOptionSetDefinitions')).value).toEqual([]);
    expect((await organization.get(`${incident}/Keys`)).value).toEqual([]);
    expect((await organization.get('publishers?$select=uniquename')).value).toMatchObject([
      { uniquename: 'DefaultPublisher' },
    ]);
    expect((await organization.get("solutions?$filter=uniquename eq 'Default'")).value).toHaveLength(1);
    expect((await organization.post('incidents', { cw_key: 'x' })).status).toBe(400);
    await organization.close();
  });
});
