import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WebApi } from '#lib/dataverse';
import { answerOf, scripted } from '#lib/http/testing';
import { definitionReader } from './definition-reader.js';
import { readChoices } from './read-choices.js';
import { readPublisher } from './read-solution.js';
import { readTable } from './read-table.js';

const root = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
const ENGLISH = 1033;

/** An environment that answers each path with what is here, and 404 to others. */
const environment = (answers: Record<string, unknown>) => {
  const send = scripted(({ url }) => {
    const path = decodeURIComponent(url.slice(root.length));
    const answer = answers[path];
    return answer === undefined ? answerOf(404) : answerOf(200, { body: JSON.stringify(answer) });
  });
  const reader = definitionReader(new WebApi(root.replace('/api/data/v9.2/', ''), send));
  return { reader, requests: send.requests };
};

const label = (text: string, language = ENGLISH) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: language, IsManaged: true }],
  UserLocalizedLabel: { Label: 'another', LanguageCode: 1031 },
});

const incident = "EntityDefinitions(LogicalName='incident')";
const cast = (type: string, query: string) =>
  `${incident}/Attributes/Microsoft.Dynamics.CRM.${type}AttributeMetadata?${query}`;
const options = { Options: [{ Value: 1, Label: label('Phone') }] };

/** Shapes: learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api */
const answers = {
  [`${incident}?$select=EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute,DisplayName`]: {
    EntitySetName: 'incidents',
    PrimaryIdAttribute: 'incidentid',
    PrimaryNameAttribute: 'title',
    DisplayName: label('Case'),
  },
  [`${incident}/Attributes?$select=LogicalName,AttributeTypeName,DisplayName`]: {
    value: [
      { LogicalName: 'title', AttributeTypeName: { Value: 'StringType' }, DisplayName: label('Case Title') },
      {
        LogicalName: 'caseorigincode',
        AttributeTypeName: { Value: 'PicklistType' },
        DisplayName: label('Origin'),
      },
      {
        LogicalName: 'customerid',
        AttributeTypeName: { Value: 'CustomerType' },
        DisplayName: label('Kunde', 1031),
      },
      {
        LogicalName: 'traversedpath',
        AttributeTypeName: { Value: 'MemoType' },
        DisplayName: { LocalizedLabels: [] },
      },
    ],
  },
  [cast('String', '$select=LogicalName,MaxLength')]: {
    value: [
      { LogicalName: 'title', MaxLength: 200 },
      { LogicalName: 'ticketnumber', MaxLength: 100 },
    ],
  },
  [cast('Lookup', '$select=LogicalName,Targets')]: {
    value: [{ LogicalName: 'customerid', Targets: ['account', 'contact'] }],
  },
  [cast(
    'Picklist',
    '$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Name,IsGlobal,Options)',
  )]: {
    value: [
      {
        LogicalName: 'caseorigincode',
        OptionSet: options,
        GlobalOptionSet: { Name: 'incident_caseorigincode', ...options },
      },
    ],
  },
  [`${incident}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`]: {
    value: [{ LogicalName: 'cw_incidentkey', KeyAttributes: ['cw_key'], EntityKeyIndexStatus: 'Pending' }],
  },
  [`${incident}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`]:
    {
      value: [
        {
          ReferencingAttribute: 'customerid',
          ReferencedEntity: 'account',
          ReferencingEntityNavigationPropertyName: 'customerid_account',
        },
      ],
    },
};

describe('what is read of a table', () => {
  const names = ['title', 'caseorigincode', 'customerid', 'cw_key'];

  it('is its names, those of its columns that are asked for, its keys and its lookups', async () => {
    const { reader } = environment(answers);
    const table = await readTable(reader, 'incident', names, ENGLISH);
    expect(table).toEqual({
      label: 'Case',
      entitySet: 'incidents',
      primaryId: 'incidentid',
      primaryName: 'title',
      columns: new Map<string, unknown>([
        ['title', { type: 'StringType', label: 'Case Title', length: 200 }],
        [
          'caseorigincode',
          {
            type: 'PicklistType',
            label: 'Origin',
            choice: 'incident_caseorigincode',
            values: [{ value: 1, label: 'Phone' }],
          },
        ],
        ['customerid', { type: 'CustomerType', label: undefined, targets: ['account', 'contact'] }],
      ]),
      keys: [{ name: 'cw_incidentkey', columns: ['cw_key'], status: 'Pending' }],
      relationships: [{ column: 'customerid', referenced: 'account', property: 'customerid_account' }],
    });
  });

  it('costs one request for each type that occurs in it, and asks for no cached answer', async () => {
    const { reader, requests } = environment(answers);
    await readTable(reader, 'incident', names, ENGLISH);
    expect(requests).toHaveLength(7);
    expect(requests.every(({ headers }) => headers['consistency'] === 'Strong')).toBe(true);
  });

  it('is nothing when there is no such table', async () => {
    expect(await readTable(environment({}).reader, 'incident', names, ENGLISH)).toBeUndefined();
  });
});

describe('what is read', () => {
  it('of global choices is those that there are, found by their names', async () => {
    const { reader } = environment({
      'GlobalOptionSetDefinitions?$select=Name': { value: [{ Name: 'cw_category' }, { Name: 'other' }] },
      "GlobalOptionSetDefinitions(Name='cw_category')": {
        MetadataId: '1d733907-4d05-ee11-8f6e-000d3a993550',
        DisplayName: label('Category'),
        ...options,
      },
    });
    expect(await readChoices(reader, ['cw_category', 'cw_none'], ENGLISH)).toEqual(
      new Map([
        [
          'cw_category',
          {
            id: '1d733907-4d05-ee11-8f6e-000d3a993550',
            label: 'Category',
            values: [{ value: 1, label: 'Phone' }],
          },
        ],
      ]),
    );
  });

  it('of a publisher is its prefixes', async () => {
    const path =
      "publishers?$select=publisherid,customizationprefix,customizationoptionvalueprefix&$filter=uniquename eq 'causeway'";
    const row = { publisherid: 'p', customizationprefix: 'cw', customizationoptionvalueprefix: 10000 };
    expect(await readPublisher(environment({ [path]: { value: [row] } }).reader, 'causeway')).toEqual({
      id: 'p',
      prefix: 'cw',
      optionValuePrefix: 10000,
    });
    expect(await readPublisher(environment({ [path]: { value: [] } }).reader, 'causeway')).toBeUndefined();
  });

  it('in another form than expected is told with the place', async () => {
    const { reader } = environment({ x: { value: 7 } });
    const reading = reader.read('things.list', 'x', z.object({ value: z.string() }));
    await expect(reading).rejects.toThrow(/things\.list in another form[^]*value/);
  });
});
