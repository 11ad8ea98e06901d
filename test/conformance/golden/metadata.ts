import { anyNumber, anyText, anything, each, guid, having, including, like } from '../matching/patterns.js';
import { ok, refused, rows } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { powerApps } from './sources.js';

const query = powerApps('webapi/query-metadata-web-api');
const keys = powerApps('define-alternate-keys-entity');

const label = including({
  UserLocalizedLabel: including({ Label: anyText, LanguageCode: anyNumber }),
  LocalizedLabels: each(including({ Label: anyText, LanguageCode: anyNumber })),
});
const account = "EntityDefinitions(LogicalName='account')";
const contact = "EntityDefinitions(LogicalName='contact')";
const options = (...values: number[]) =>
  including({ Options: having(...values.map((Value) => including({ Value, Label: label }))) });

const goldens: readonly Golden[] = [
  {
    name: 'EntityDefinitions can be selected from and filtered by equality, MetadataId always comes',
    source: query('Querying the EntityMetadata entity type'),
    request: {
      method: 'GET',
      path: "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute&$filter=LogicalName eq 'account'",
    },
    answer: ok(
      rows('EntityDefinitions(LogicalName,EntitySetName,PrimaryIdAttribute)', [
        {
          LogicalName: 'account',
          EntitySetName: 'accounts',
          PrimaryIdAttribute: 'accountid',
          MetadataId: guid,
        },
      ]),
    ),
  },
  {
    name: 'a table is found by its logical name, with labels in their languages',
    source: query('Querying the EntityMetadata entity type'),
    request: { method: 'GET', path: `${account}?$select=DisplayName,EntitySetName` },
    answer: ok({
      '@odata.context': like('{root}/$metadata#EntityDefinitions(DisplayName,EntitySetName)<text>'),
      DisplayName: label,
      EntitySetName: 'accounts',
      MetadataId: guid,
    }),
  },
  {
    name: 'a table is found by its MetadataId',
    source: powerApps('webapi/retrieve-metadata-name-metadataid')(
      'Retrieve schema definitions by MetadataId',
    ),
    first: [
      {
        request: { method: 'GET', path: `${account}?$select=LogicalName` },
        answer: { status: 200 },
        keep: { metadataId: '/body/MetadataId' },
      },
    ],
    request: { method: 'GET', path: 'EntityDefinitions({metadataId})?$select=LogicalName' },
    answer: ok(including({ LogicalName: 'account', MetadataId: '{metadataId}' })),
  },
  {
    name: 'definitions are filtered by an enumeration that names its type',
    source: query('Use enum types in $filter operations'),
    request: {
      method: 'GET',
      path: "EntityDefinitions?$select=LogicalName&$filter=OwnershipType eq Microsoft.Dynamics.CRM.OwnershipTypes'UserOwned'",
    },
    answer: ok(including({ value: having(including({ LogicalName: 'account' })) })),
  },
  {
    name: 'definitions are filtered by the value within a managed property',
    source: query('Use complex types in $filter operations'),
    request: {
      method: 'GET',
      path: 'EntityDefinitions?$select=LogicalName&$filter=CanCreateAttributes/Value eq true',
    },
    answer: ok(including({ value: having(including({ LogicalName: 'account' })) })),
  },
  {
    name: 'attributes come by expanding a table, filtered by their type',
    source: query('Querying EntityMetadata attributes'),
    request: {
      method: 'GET',
      path: `${contact}?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Picklist')`,
    },
    answer: ok(
      including({
        LogicalName: 'contact',
        Attributes: having(including({ LogicalName: 'preferredcontactmethodcode' })),
      }),
    ),
  },
  {
    name: 'a cast to picklists shows their options',
    source: query('Querying EntityMetadata attributes'),
    request: {
      method: 'GET',
      path: `${contact}/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`,
    },
    answer: ok(
      including({
        value: having(
          including({ LogicalName: 'preferredcontactmethodcode', OptionSet: options(1, 2, 3, 4, 5) }),
        ),
      }),
    ),
  },
  {
    name: 'a cast to the status attribute shows each status with its state',
    source: query('Querying EntityMetadata attributes'),
    request: {
      method: 'GET',
      path: "EntityDefinitions(LogicalName='incident')/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata?$select=LogicalName&$expand=OptionSet",
    },
    answer: ok(
      including({
        value: having(
          including({
            LogicalName: 'statuscode',
            OptionSet: including({
              Options: having(including({ Value: 1, State: 0 }), including({ Value: 5, State: 1 })),
            }),
          }),
        ),
      }),
    ),
  },
  {
    name: 'one attribute, cast to its type, shows what only that type has',
    source: query('Retrieving attributes'),
    request: {
      method: 'GET',
      path: `${account}/Attributes(LogicalName='name')/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength`,
    },
    answer: ok(including({ LogicalName: 'name', MaxLength: 160, MetadataId: guid })),
  },
  {
    name: 'the options of one attribute can be asked for alone',
    source: query('Retrieving attributes'),
    request: {
      method: 'GET',
      path: `${contact}/Attributes(LogicalName='preferredcontactmethodcode')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata/OptionSet?$select=Options`,
    },
    answer: ok(including({ Options: having(including({ Value: 1 })), MetadataId: anything })),
  },
  {
    name: 'attributes are filtered by the level at which they are required',
    source: query('Filtering by required level'),
    request: {
      method: 'GET',
      path: `${account}/Attributes?$select=SchemaName&$filter=RequiredLevel/Value eq Microsoft.Dynamics.CRM.AttributeRequiredLevel'ApplicationRequired'`,
    },
    answer: ok(including({ value: having(including({ SchemaName: 'Name' })) })),
  },
  {
    name: 'the case needs its customer at the level of the system',
    source: query('Filtering by required level'),
    request: {
      method: 'GET',
      path: "EntityDefinitions(LogicalName='incident')/Attributes(LogicalName='customerid')?$select=LogicalName,RequiredLevel",
    },
    answer: ok(
      including({ LogicalName: 'customerid', RequiredLevel: including({ Value: 'SystemRequired' }) }),
    ),
  },
  {
    name: 'relationships of a table name the navigation properties of both sides',
    source: query('Querying relationship metadata'),
    request: {
      method: 'GET',
      path: `${contact}/ManyToOneRelationships?$select=SchemaName,ReferencedEntity,ReferencingEntityNavigationPropertyName,ReferencedEntityNavigationPropertyName`,
    },
    answer: ok(
      including({
        value: having(
          including({
            SchemaName: 'contact_customer_accounts',
            ReferencedEntity: 'account',
            ReferencingEntityNavigationPropertyName: 'parentcustomerid_account',
            ReferencedEntityNavigationPropertyName: 'contact_customer_accounts',
          }),
        ),
      }),
    ),
  },
  {
    name: 'relationships are a set of their own, cast to one-to-many',
    source: query('Querying relationship metadata'),
    request: {
      method: 'GET',
      path: 'RelationshipDefinitions/Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata?$select=SchemaName',
    },
    answer: ok(including({ value: having(including({ SchemaName: 'contact_customer_accounts' })) })),
  },
  {
    name: 'the alternate keys of a table come with the state of their index',
    source: keys('Monitor index creation for alternate keys'),
    needsKey: true,
    request: {
      method: 'GET',
      path: `${account}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`,
    },
    answer: ok(
      including({ value: having(including({ KeyAttributes: ['cw_key'], EntityKeyIndexStatus: 'Active' })) }),
    ),
  },
  {
    name: 'all tables are listed with the columns of their keys',
    source: keys('Retrieve and delete alternate keys'),
    needsKey: true,
    request: {
      method: 'GET',
      path: 'EntityDefinitions?$select=SchemaName&$expand=Keys($select=KeyAttributes)',
    },
    answer: ok(
      including({
        value: having(
          including({
            SchemaName: 'Account',
            MetadataId: guid,
            Keys: having({ KeyAttributes: ['cw_key'], MetadataId: guid }),
          }),
        ),
      }),
    ),
  },
  {
    name: 'startswith is not for definitions',
    source: query('Querying the EntityMetadata entity type', 'P'),
    unknown: 'reported by one user of one organisation',
    request: {
      method: 'GET',
      path: "EntityDefinitions?$select=LogicalName&$filter=startswith(LogicalName,'acc')",
    },
    answer: refused(
      501,
      anyText,
      like('<text>"startswith" function isn\'t supported for Metadata Entities<text>'),
    ),
  },
  {
    name: 'attributes cannot be cast to the type that choices share',
    source: query('Querying EntityMetadata attributes', 'P'),
    unknown: 'that it cannot be done is documented; its answer was reported by one user',
    request: {
      method: 'GET',
      path: `${contact}/Attributes/Microsoft.Dynamics.CRM.EnumAttributeMetadata?$select=LogicalName`,
    },
    answer: refused(500, anyText, like('<text>Unexpected attribute type<text>')),
  },
  {
    name: 'a table that does not exist is not found by its name',
    source: powerApps('webapi/retrieve-metadata-name-metadataid')('Retrieve schema definitions by name', 'M'),
    unknown: 'no page shows the answer',
    request: { method: 'GET', path: "EntityDefinitions(LogicalName='no_such_table')?$select=LogicalName" },
    answer: { status: 404, body: { error: including({ code: anyText, message: anyText }) } },
  },
];

export const metadata: Subject = { name: 'metadata', goldens };
