import { describe, expect, it } from 'vitest';
import type { Column, LookupColumn, Table } from '#lib/dataverse-schema';
import { columnDefinition } from './column.definition.js';
import { keyDefinition } from './key.definition.js';
import { globalChoiceDefinition } from './option-set.definition.js';
import { publishXml } from './publish-xml.js';
import { lookupRequest } from './relationship.definition.js';
import { tableDefinition } from './table.definition.js';

const ENGLISH = 1033;

/** A label as the documentation's examples have it. */
const shown = (text: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.Label',
  LocalizedLabels: [
    { '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel', Label: text, LanguageCode: ENGLISH },
  ],
});

const required = (value: string) => ({
  Value: value,
  CanBeChanged: true,
  ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
});

const named = (schemaName: string, label: string, description?: string) => ({
  name: schemaName.toLowerCase(),
  schemaName,
  label,
  description,
  custom: true,
});

const bankName: Column = {
  ...named('new_BankName', 'Bank Name', 'Type the name of the bank'),
  type: 'string',
  length: 100,
};

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api */
describe('the definition of a column is that of the documentation for', () => {
  const definition = (column: Column) => columnDefinition(column, ENGLISH);

  it('a string', () => {
    expect(definition(bankName)).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
      AttributeType: 'String',
      AttributeTypeName: { Value: 'StringType' },
      SchemaName: 'new_BankName',
      DisplayName: shown('Bank Name'),
      Description: shown('Type the name of the bank'),
      RequiredLevel: required('None'),
      FormatName: { Value: 'Text' },
      MaxLength: 100,
    });
  });

  it('a memo', () => {
    const memo: Column = { ...named('sample_Memo', 'Sample Memo'), type: 'memo', length: 500 };
    expect(definition(memo)).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.MemoAttributeMetadata',
      AttributeTypeName: { Value: 'MemoType' },
      Format: 'TextArea',
      MaxLength: 500,
    });
  });

  it('a date, which has no time of day at all', () => {
    expect(definition({ ...named('new_Checkeddate', 'Date'), type: 'date' })).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.DateTimeAttributeMetadata',
      AttributeType: 'DateTime',
      AttributeTypeName: { Value: 'DateTimeType' },
      Format: 'DateOnly',
      DateTimeBehavior: { Value: 'DateOnly' },
    });
  });

  it('a moment', () => {
    const moment = definition({ ...named('new_Seen', 'Seen'), type: 'datetime', required: 'application' });
    expect(moment).toMatchObject({ Format: 'DateAndTime', DateTimeBehavior: { Value: 'UserLocal' } });
    expect(moment.RequiredLevel).toEqual(required('ApplicationRequired'));
  });

  it('a boolean', () => {
    expect(definition({ ...named('new_Boolean', 'Sample Boolean'), type: 'boolean' })).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.BooleanAttributeMetadata',
      AttributeTypeName: { Value: 'BooleanType' },
      DefaultValue: false,
      OptionSet: {
        OptionSetType: 'Boolean',
        TrueOption: { Value: 1, Label: shown('Yes') },
        FalseOption: { Value: 0, Label: shown('No') },
      },
    });
  });

  it('a decimal', () => {
    const decimal: Column = {
      ...named('sample_Decimal', 'Sample Decimal'),
      type: 'decimal',
      min: 0,
      max: 100,
      precision: 1,
    };
    expect(definition(decimal)).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.DecimalAttributeMetadata',
      MinValue: 0,
      MaxValue: 100,
      Precision: 1,
    });
  });

  it('an integer', () => {
    const integer: Column = {
      ...named('sample_Integer', 'Sample Integer'),
      type: 'integer',
      min: 0,
      max: 100,
    };
    expect(definition(integer)).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.IntegerAttributeMetadata',
      MinValue: 0,
      MaxValue: 100,
      Format: 'None',
    });
  });

  it('a double, with all the digits that it can show and no bounds of ours', () => {
    const double = definition({ ...named('new_X', 'X'), type: 'double' });
    expect(double).toMatchObject({ AttributeType: 'Double', Precision: 5 });
    expect(double).not.toHaveProperty('MinValue');
  });

  it('a choice of its own', () => {
    const values: [{ value: number; label: string }] = [{ value: 727000000, label: 'Bravo' }];
    expect(definition({ ...named('sample_Choice', 'Sample Choice'), type: 'choice', values })).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      AttributeTypeName: { Value: 'PicklistType' },
      OptionSet: {
        '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
        IsGlobal: false,
        OptionSetType: 'Picklist',
        Options: [{ Value: 727000000, Label: shown('Bravo') }],
      },
    });
  });

  it('a choice that others share', () => {
    const colours = definition({
      ...named('sample_Colors', 'Sample Colors'),
      type: 'choice',
      choice: 'sample_colors',
      default: 727000001,
    });
    expect(colours).toMatchObject({
      'GlobalOptionSet@odata.bind': "/GlobalOptionSetDefinitions(Name='sample_colors')",
      DefaultFormValue: 727000001,
    });
    expect(colours).not.toHaveProperty('OptionSet');
  });
});

const bankAccount: Table = {
  ...named('new_BankAccount', 'Bank Account', 'An entity to store information about customer bank accounts'),
  entitySet: 'new_bankaccounts',
  primaryId: 'new_bankaccountid',
  primaryName: 'new_accountname',
  pluralLabel: 'Bank Accounts',
  ownership: 'user',
  changeTracking: true,
  personal: false,
  columns: [{ ...named('new_AccountName', 'Account Name'), type: 'string', length: 100 }, bankName],
  keys: [],
  state: [],
};

describe('the definition of a table', () => {
  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api */
  it('is that of the documentation, with the column that names its rows and no other', () => {
    const { Attributes: attributes, ...table } = tableDefinition(bankAccount, ENGLISH);
    expect(table).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
      SchemaName: 'new_BankAccount',
      DisplayName: shown('Bank Account'),
      DisplayCollectionName: shown('Bank Accounts'),
      Description: shown('An entity to store information about customer bank accounts'),
      OwnershipType: 'UserOwned',
      IsActivity: false,
      HasActivities: false,
      HasNotes: false,
      ChangeTrackingEnabled: true,
    });
    expect(attributes).toEqual([
      expect.objectContaining({ SchemaName: 'new_AccountName', IsPrimaryName: true }),
    ]);
  });

  it('is told who owns its rows', () => {
    const table = tableDefinition({ ...bankAccount, ownership: 'organization' }, ENGLISH);
    expect(table.OwnershipType).toBe('OrganizationOwned');
  });
});

describe('the request for a lookup', () => {
  const lookup = (...targets: string[]): LookupColumn => ({
    ...named('new_Owner', 'Account Owner'),
    type: 'lookup',
    targets: Object.fromEntries(
      targets.map((target) => [
        target,
        { property: `new_owner_${target}`, relationship: `new_${target}_account`, onDelete: 'removeLink' },
      ]),
    ),
  });
  const request = (...targets: string[]) => lookupRequest(bankAccount, lookup(...targets), ENGLISH);

  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-relationships-using-web-api */
  it('to one table is a relationship with the column inside', () => {
    const { path, body } = request('contact');
    expect(path).toBe('RelationshipDefinitions');
    expect(body).toMatchObject({
      '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      SchemaName: 'new_contact_account',
      ReferencedEntity: 'contact',
      ReferencingEntity: 'new_bankaccount',
      ReferencingEntityNavigationPropertyName: 'new_owner_contact',
      CascadeConfiguration: { Delete: 'RemoveLink', Assign: 'NoCascade' },
      Lookup: {
        '@odata.type': 'Microsoft.Dynamics.CRM.LookupAttributeMetadata',
        AttributeTypeName: { Value: 'LookupType' },
        SchemaName: 'new_Owner',
      },
    });
  });

  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-column-definitions-using-web-api */
  it('to accounts and contacts is that for a customer', () => {
    const { path, body } = request('contact', 'account');
    expect(path).toBe('CreateCustomerRelationships');
    expect(body).toMatchObject({
      OneToManyRelationships: [{ ReferencedEntity: 'contact' }, { ReferencedEntity: 'account' }],
      Lookup: { '@odata.type': 'Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata' },
    });
  });

  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/multitable-lookup */
  it('to other tables is that for several', () => {
    const { path, body } = request('contact', 'incident');
    expect(path).toBe('CreatePolymorphicLookupAttribute');
    expect(body['OneToManyRelationships']).toHaveLength(2);
  });
});

describe('the definition of', () => {
  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets */
  it('a global choice is that of the documentation', () => {
    const values = [{ value: 727000000, label: 'Red' }];
    const colours = { name: 'sample_colors', label: 'Colors', description: 'Color Choice', values };
    expect(globalChoiceDefinition(colours, ENGLISH)).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
      Name: 'sample_colors',
      DisplayName: shown('Colors'),
      Description: shown('Color Choice'),
      OptionSetType: 'Picklist',
      IsGlobal: true,
      Options: [{ Value: 727000000, Label: shown('Red') }],
    });
  });

  /** learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/entitykeymetadata */
  it('an alternate key names its columns', () => {
    const key = { name: 'cw_key', label: 'Integration key', columns: ['cw_a', 'cw_b'], custom: true };
    expect(keyDefinition(key, ENGLISH)).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.EntityKeyMetadata',
      SchemaName: 'cw_key',
      DisplayName: shown('Integration key'),
      KeyAttributes: ['cw_a', 'cw_b'],
    });
  });

  /** learn.microsoft.com/power-apps/developer/model-driven-apps/publish-request-schema */
  it('what to publish names tables and choices', () => {
    expect(publishXml({ tables: ['account', 'incident'], choices: ['cw_category'] })).toBe(
      '<importexportxml><entities><entity>account</entity><entity>incident</entity></entities>' +
        '<optionsets><optionset>cw_category</optionset></optionsets></importexportxml>',
    );
  });
});
