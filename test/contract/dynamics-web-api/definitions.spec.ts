import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Columns, Organization } from './organization.js';

const CAST = 'Microsoft.Dynamics.CRM';
const INCIDENT = "LogicalName='incident'";

interface Option {
  Value: number;
  Label: { UserLocalizedLabel: { Label: string } };
}

/** webapi/query-metadata-web-api, and the pages on definitions beside it. */
describe('dynamics-web-api, definitions', () => {
  let organization: Organization;
  beforeAll(async () => {
    organization = await Organization.start();
  });
  afterAll(() => organization.close());

  it('of tables are listed and filtered', async () => {
    const { value } = await organization.api.retrieveEntities<Columns>({
      select: ['LogicalName', 'EntitySetName', 'PrimaryIdAttribute'],
      filter: "LogicalName eq 'account'",
    });
    expect(value).toMatchObject([
      { LogicalName: 'account', EntitySetName: 'accounts', PrimaryIdAttribute: 'accountid' },
    ]);
    expect(
      (await organization.api.retrieveEntities({ select: ['LogicalName'] })).value.length,
    ).toBeGreaterThan(4);
  });

  it('of one table come by its name and by its id', async () => {
    const select = ['LogicalName', 'SchemaName', 'PrimaryNameAttribute', 'ObjectTypeCode'];
    const byName = await organization.api.retrieveEntity<Columns>({ key: INCIDENT, select });
    expect(byName).toMatchObject({
      LogicalName: 'incident',
      PrimaryNameAttribute: 'title',
      ObjectTypeCode: 112,
    });
    const byId = await organization.api.retrieveEntity<Columns>({
      key: String(byName['MetadataId']),
      select,
    });
    expect(byId).toMatchObject({ LogicalName: 'incident' });
  });

  it('of columns are listed, and cast to their kind', async () => {
    const select = ['LogicalName', 'AttributeType'];
    const all = await organization.api.retrieveAttributes<Columns>({ entityKey: INCIDENT, select });
    const names = all.value.map(({ LogicalName }) => LogicalName);
    expect(names).toEqual(
      expect.arrayContaining(['incidentid', 'title', 'customerid', 'statecode', 'cw_key']),
    );
    const texts = await organization.api.retrieveAttributes<Columns>({
      entityKey: INCIDENT,
      castType: `${CAST}.StringAttributeMetadata`,
      select: ['LogicalName', 'MaxLength'],
    });
    expect(texts.value).toContainEqual(expect.objectContaining({ LogicalName: 'title', MaxLength: 200 }));
    expect(texts.value.map(({ LogicalName }) => LogicalName)).not.toContain('customerid');
  });

  it('of a choice column has its options', async () => {
    const column = await organization.api.retrieveAttribute<{ OptionSet: { Options: Option[] } }>({
      entityKey: INCIDENT,
      attributeKey: "LogicalName='prioritycode'",
      castType: `${CAST}.PicklistAttributeMetadata`,
      select: ['LogicalName'],
      expand: [{ property: 'OptionSet', select: ['Options'] }],
    });
    const labels = column.OptionSet.Options.map(({ Value, Label }) => [
      Value,
      Label.UserLocalizedLabel.Label,
    ]);
    expect(labels).toEqual([
      [1, 'High'],
      [2, 'Normal'],
      [3, 'Low'],
    ]);
  });

  it('of a status column say which status belongs to which state', async () => {
    const column = await organization.api.retrieveAttribute<{
      OptionSet: { Options: (Option & { State: number })[] };
    }>({
      entityKey: INCIDENT,
      attributeKey: "LogicalName='statuscode'",
      castType: `${CAST}.StatusAttributeMetadata`,
      expand: [{ property: 'OptionSet' }],
    });
    expect(column.OptionSet.Options).toContainEqual(expect.objectContaining({ Value: 5, State: 1 }));
  });

  it('of global choices', async () => {
    const all = await organization.api.retrieveGlobalOptionSets<Columns>();
    expect(all.value.map(({ Name }) => Name)).toContain('cw_category');
    const one = await organization.api.retrieveGlobalOptionSet<{ Options: Option[] }>({
      key: "Name='cw_category'",
      castType: `${CAST}.OptionSetMetadata`,
      select: ['Name', 'Options'],
    });
    expect(one.Options.map(({ Value }) => Value)).toContain(100_000_000);
  });

  it('of alternate keys, with the state of their index', async () => {
    const { value } = await organization.api.retrieve<{ value: Columns[] }>({
      collection: 'EntityDefinitions',
      key: INCIDENT,
      navigationProperty: 'Keys',
      select: ['LogicalName', 'KeyAttributes', 'EntityKeyIndexStatus'],
    });
    expect(value).toMatchObject([{ KeyAttributes: ['cw_key'], EntityKeyIndexStatus: 'Active' }]);
  });

  it('of relationships', async () => {
    const { value } = await organization.api.retrieveRelationships<Columns>({
      castType: `${CAST}.OneToManyRelationshipMetadata`,
      select: ['SchemaName', 'ReferencedEntity', 'ReferencingEntity', 'ReferencingAttribute'],
      filter: "SchemaName eq 'contact_customer_accounts'",
    });
    expect(value).toMatchObject([
      { ReferencedEntity: 'account', ReferencingEntity: 'contact', ReferencingAttribute: 'parentcustomerid' },
    ]);
    const one = await organization.api.retrieveRelationship<Columns>({
      key: "SchemaName='contact_customer_accounts'",
    });
    expect(one).toMatchObject({ SchemaName: 'contact_customer_accounts' });
  });

  it('are one document', async () => {
    const document = await organization.api.retrieveCsdlMetadata();
    expect(document).toContain('<EntityType Name="incident"');
    expect(document).toContain('<EntitySet Name="incidents"');
  });

  it('are made: a table, a column, a row in it', async () => {
    await organization.api.createEntity({ data: tableNamed('cw_Inspection') });
    const entityKey = "LogicalName='cw_inspection'";
    await organization.api.createAttribute({ entityKey, data: textColumn('cw_Finding', 200) });
    const { value } = await organization.api.retrieveAttributes<Columns>({
      entityKey,
      castType: `${CAST}.StringAttributeMetadata`,
      select: ['LogicalName', 'MaxLength'],
    });
    expect(value).toContainEqual(expect.objectContaining({ LogicalName: 'cw_finding', MaxLength: 200 }));
    const table = await organization.api.retrieveEntity<Columns>({
      key: entityKey,
      select: ['EntitySetName'],
    });
    const collection = String(table['EntitySetName']);
    const id = await organization.create(collection, { cw_name: 'First', cw_finding: 'Rust' });
    const row = await organization.api.retrieve({ collection, key: id, select: ['cw_name', 'cw_finding'] });
    expect(row).toMatchObject({ cw_name: 'First', cw_finding: 'Rust' });
  });
});

const label = (text: string) => ({
  '@odata.type': `${CAST}.Label`,
  LocalizedLabels: [{ '@odata.type': `${CAST}.LocalizedLabel`, Label: text, LanguageCode: 1033 }],
});

/** webapi/create-update-entity-definitions-using-web-api has these bodies. */
const textColumn = (schemaName: string, maxLength: number) => ({
  '@odata.type': `${CAST}.StringAttributeMetadata`,
  SchemaName: schemaName,
  DisplayName: label(schemaName),
  RequiredLevel: {
    Value: 'None',
    CanBeChanged: true,
    ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
  },
  FormatName: { Value: 'Text' },
  MaxLength: maxLength,
});

const tableNamed = (schemaName: string) => ({
  '@odata.type': `${CAST}.EntityMetadata`,
  SchemaName: schemaName,
  DisplayName: label(schemaName),
  DisplayCollectionName: label(`${schemaName}s`),
  HasActivities: false,
  HasNotes: false,
  IsActivity: false,
  OwnershipType: 'UserOwned',
  Attributes: [{ ...textColumn('cw_Name', 100), IsPrimaryName: true }],
});
