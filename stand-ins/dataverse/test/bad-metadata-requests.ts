import { accountOwner, bankAccount, colors, column, key, label, optionSet } from './definitions.js';

/** A request to the metadata endpoints that is wrong, and what it is answered. */
export interface BadRequest {
  what: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
}

const account = "EntityDefinitions(LogicalName='account')";
const attributes = `${account}/Attributes`;

const reading = (what: string, path: string, status: number, code: string): BadRequest => ({
  what,
  method: 'GET',
  path,
  status,
  code,
});
const posting = (what: string, path: string, body: unknown, code: string, status = 400): BadRequest => ({
  what,
  method: 'POST',
  path,
  body,
  status,
  code,
});
const aTable = (what: string, wishes: Record<string, unknown>, code: string, status?: number) =>
  posting(what, 'EntityDefinitions', bankAccount(wishes), code, status);
const aColumn = (what: string, body: unknown, code: string, status?: number) =>
  posting(what, attributes, body, code, status);
const aKey = (what: string, name: string, columns: string[], code: string, status?: number) =>
  posting(what, `${account}/Keys`, key(name, columns), code, status);
const aRelationship = (what: string, body: unknown, code: string, status?: number) =>
  posting(what, 'RelationshipDefinitions', body, code, status);
const deleting = (what: string, path: string, code: string, status = 400): BadRequest => ({
  what: `deleting ${what}`,
  method: 'DELETE',
  path,
  status,
  code,
});

const long = column('String', 'new_Long', { MaxLength: 500 });

export const badReadings: readonly BadRequest[] = [
  reading('an unknown table', "EntityDefinitions(LogicalName='nothing')", 404, '0x80040217'),
  reading('an unknown column', `${attributes}(LogicalName='nothing')`, 404, '0x80040217'),
  reading('an unknown choice', "GlobalOptionSetDefinitions(Name='nothing')", 404, '0x80040217'),
  reading('an unknown relationship', "RelationshipDefinitions(SchemaName='nothing')", 404, '0x80040217'),
  reading('a key that names no definition', "EntityDefinitions(SchemaName='Account')", 400, '0x0'),
  reading('an unknown part of a table', `${account}/Nothing`, 404, '0x8006088a'),
  reading('a prototype’s name for a property', `${account}?$select=constructor`, 400, '0x0'),
  reading('an unknown property', 'EntityDefinitions?$select=Logicalname', 400, '0x0'),
  reading('a property of a derived type without a cast', `${attributes}?$select=MaxLength`, 400, '0x0'),
  reading('options without a cast', `${attributes}?$expand=OptionSet`, 400, '0x0'),
  reading(
    'a cast to what no column is',
    `${attributes}/Microsoft.Dynamics.CRM.EnumAttributeMetadata`,
    500,
    '0x8006088a',
  ),
  reading(
    'a cast to nothing',
    `${attributes}/Microsoft.Dynamics.CRM.ColourAttributeMetadata`,
    404,
    '0x8006088a',
  ),
  reading(
    'a cast of a column to another type',
    `${attributes}(LogicalName='name')/Microsoft.Dynamics.CRM.MemoAttributeMetadata`,
    404,
    '0x8006088a',
  ),
  reading(
    'a filter by startswith',
    "EntityDefinitions?$filter=startswith(LogicalName,'a')",
    501,
    '0x8006088a',
  ),
  reading('a filter by contains', "EntityDefinitions?$filter=contains(LogicalName,'a')", 501, '0x8006088a'),
  reading(
    'a filter with or',
    "EntityDefinitions?$filter=LogicalName eq 'a' or LogicalName eq 'b'",
    501,
    '0x8006088a',
  ),
  reading('a filter that is none', 'EntityDefinitions?$filter=LogicalName eq', 400, '0x80060888'),
  reading('a filter by a label', "EntityDefinitions?$filter=DisplayName eq 'Account'", 400, '0x80060888'),
  reading('an order', 'EntityDefinitions?$orderby=LogicalName', 400, '0x80060888'),
  reading('a page', 'EntityDefinitions?$top=1', 400, '0x80060888'),
  reading('an expansion left open', `${account}?$expand=Attributes($select=LogicalName`, 400, '0x80060888'),
  reading('an option of $metadata that there is not', '$metadata?$select=x', 400, '0x80060888'),
];

export const badChanges: readonly BadRequest[] = [
  { what: 'a PATCH', method: 'PATCH', path: account, body: {}, status: 405, code: '0x8006088a' },
  aTable('a table without a prefix', { SchemaName: 'BankAccount' }, '0x80044366'),
  aTable('a table with a prefix of nobody’s', { SchemaName: 'abc_BankAccount' }, '0x80044366'),
  aTable('a table with a prefix in capitals', { SchemaName: 'NEW_BankAccount' }, '0x80044366'),
  aTable('a table that is there', { SchemaName: 'new_There' }, '0x8004700b'),
  aTable('an entity set that is there', { EntitySetName: 'accounts' }, '0x8006088e'),
  aTable('a table without a primary name', { Attributes: [] }, '0x80040203'),
  aTable(
    'a table with two primary names',
    {
      Attributes: ['new_A', 'new_B'].map((name) => column('String', name, { IsPrimaryName: true })),
    },
    '0x8004701e',
  ),
  aTable('a table without an owner', { OwnershipType: undefined }, '0x80048d19'),
  aTable('a table with a property that no table has', { Colour: 'red' }, '0x80048d19'),
  aTable('a label in a language that is not there', { DisplayName: label('Konto', 1031) }, '0x80044195'),
  aTable('a label that XML cannot hold', { DisplayName: label('a\u0001b') }, '0x80040278'),
  aTable('an activity', { IsActivity: true }, 'not-implemented:activities', 501),
  posting('what is no JSON', 'EntityDefinitions', '{', '0x80048d19'),
  aColumn('a column without a type', { SchemaName: 'new_X' }, '0x80048d19'),
  aColumn('a column of no type', column('Colour', 'new_X'), '0x80048d19'),
  aColumn('a column without a prefix', column('String', 'Code'), '0x80044366'),
  aColumn('a column that is there', column('String', 'new_Code'), '0x80047013'),
  aColumn('a column that is too long', column('String', 'new_X', { MaxLength: 4001 }), '0x80048d19'),
  aColumn(
    'a column that the system requires',
    column('String', 'new_X', { RequiredLevel: { Value: 'SystemRequired' } }),
    '0x80040203',
  ),
  aColumn('a second primary name', column('String', 'new_X', { IsPrimaryName: true }), '0x8004701e'),
  aColumn('a lookup without a relationship', column('Lookup', 'new_X'), '0x80040203'),
  aColumn('a column of money', column('Money', 'new_X'), 'not-implemented:columnTypes', 501),
  aColumn(
    'two options with one value',
    column('Picklist', 'new_X', {
      OptionSet: optionSet([
        [1, 'One'],
        [1, 'Two'],
      ]),
    }),
    '0x80044310',
  ),
  aColumn(
    'a choice that is not there',
    column('Picklist', 'new_X', {
      'GlobalOptionSet@odata.bind': "/GlobalOptionSetDefinitions(Name='none')",
    }),
    '0x80040217',
    404,
  ),
  posting(
    'a column of a table that cannot be customised',
    "EntityDefinitions(LogicalName='solution')/Attributes",
    column('String', 'new_X'),
    '0x80047008',
  ),
  posting('a choice that is there already', 'GlobalOptionSetDefinitions', colors(), '0x80047010'),
  posting(
    'a choice without a prefix',
    'GlobalOptionSetDefinitions',
    colors({ Name: 'colors' }),
    '0x80044366',
  ),
  posting(
    'an option that is there',
    'InsertOptionValue',
    { OptionSetName: 'new_colors', Value: 727000000, Label: label('Red') },
    '0x80044310',
  ),
  posting(
    'an option that is not there',
    'UpdateOptionValue',
    { OptionSetName: 'new_colors', Value: 1, Label: label('Red') },
    '0x80040203',
  ),
  posting(
    'options of a choice that is not there',
    'InsertOptionValue',
    { OptionSetName: 'none', Label: label('Red') },
    '0x80040217',
    404,
  ),
  posting(
    'an order that leaves one out',
    'OrderOption',
    { OptionSetName: 'new_colors', Values: [727000000] },
    '0x80048d19',
  ),
  reading('an action with GET', 'PublishAllXml', 405, '0x8006088a'),
  posting('publishing what is no XML', 'PublishXml', { ParameterXml: '<a>' }, '0x80048d19'),
  aKey('a key that is there', 'new_CodeKey', ['name'], '0x80060893'),
  aKey('a key over the columns of another', 'new_SameKey', ['new_code'], '0x80060894'),
  aKey('a key over a column that is not there', 'new_XKey', ['nothing'], '0x80040217', 404),
  aKey('a key over a column that only the server sets', 'new_XKey', ['createdon'], '0x80090112'),
  aKey('a key over a long text', 'new_XKey', ['new_long'], '0x8004d292'),
  aKey('a key over a memo', 'new_XKey', ['description'], '0x80040203'),
  aKey('a key without a prefix', 'XKey', ['name'], '0x80044366'),
  aRelationship(
    'a relationship from a table that is not there',
    accountOwner({ ReferencingEntity: 'nothing' }),
    '0x80040217',
    404,
  ),
  aRelationship(
    'a relationship that is there',
    accountOwner({ ReferencingEntity: 'new_there', Lookup: column('Lookup', 'new_Other') }),
    '0x80072551',
  ),
  aRelationship(
    'a cascade that is none',
    accountOwner({
      SchemaName: 'new_x',
      ReferencingEntity: 'new_there',
      CascadeConfiguration: { Delete: 'Explode' },
      Lookup: column('Lookup', 'new_Other'),
    }),
    '0x80048204',
  ),
  aRelationship(
    'a many-to-many relationship',
    { '@odata.type': 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata' },
    'not-implemented:manyToMany',
    501,
  ),
  deleting('a table of the platform', account, '0x80047008'),
  deleting('a column of the platform', `${attributes}(LogicalName='name')`, '0x80047009'),
  deleting(
    'a relationship of the platform',
    "RelationshipDefinitions(SchemaName='account_primary_contact')",
    '0x8004700a',
  ),
  deleting('a column that a key needs', `${attributes}(LogicalName='new_code')`, '0x8004f01f'),
  deleting(
    'a primary name',
    "EntityDefinitions(LogicalName='new_there')/Attributes(LogicalName='new_accountname')",
    '0x80040203',
  ),
  deleting('a collection', 'EntityDefinitions', '0x8006088a', 405),
  posting(
    'reactivating a key that is not there',
    'ReactivateEntityKey',
    { EntityLogicalName: 'account', EntityKeyLogicalName: 'none' },
    '0x80040217',
    404,
  ),
  {
    what: 'a solution that is not there',
    method: 'POST',
    path: attributes,
    body: column('String', 'new_X'),
    headers: { 'MSCRM.SolutionUniqueName': 'none' },
    status: 404,
    code: '0x80040217',
  },
];

/** What must be there for the changes to be wrong. */
export const given: readonly { path: string; body: unknown }[] = [
  { path: 'EntityDefinitions', body: bankAccount({ SchemaName: 'new_There' }) },
  { path: attributes, body: column('String', 'new_Code') },
  { path: attributes, body: long },
  { path: `${account}/Keys`, body: key('new_CodeKey', ['new_code']) },
  { path: 'GlobalOptionSetDefinitions', body: colors() },
  { path: 'RelationshipDefinitions', body: accountOwner({ ReferencingEntity: 'new_there' }) },
];
