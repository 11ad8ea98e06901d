import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestOrganization } from '../../../test/organization.js';
import { findSchemaFile } from '../../http/defaults.js';
import { propertyOf } from '../../schema/column.js';
import { loadSchema } from '../../schema/load-schema.js';

interface Named {
  '@Name': string;
  '@Type'?: string;
  '@Partner'?: string;
}

interface EntityType extends Named {
  Key: { PropertyRef: Named };
  Property: Named[];
  NavigationProperty?: (Named & { ReferentialConstraint?: { '@Property': string }[] })[];
  Annotation?: { '@Term': string; '@String'?: string }[];
}

interface Csdl {
  'edmx:Edmx': {
    'edmx:DataServices': {
      Schema: {
        '@Namespace': string;
        '@Alias': string;
        EntityType: EntityType[];
        Action: Named[];
        Function: Named[];
        EntityContainer: {
          EntitySet: (Named & { NavigationPropertyBinding?: { '@Path': string; '@Target': string }[] })[];
        };
      };
    };
  };
}

const LISTS = new Set([
  'EntityType',
  'Property',
  'NavigationProperty',
  'ReferentialConstraint',
  'EntitySet',
  'NavigationPropertyBinding',
  'Annotation',
  'Action',
  'Function',
]);

function parse(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => LISTS.has(name),
  });
  return (parser.parse(xml) as Csdl)['edmx:Edmx']['edmx:DataServices'].Schema;
}

describe('$metadata', () => {
  let organization: TestOrganization;
  beforeAll(async () => void (organization = await TestOrganization.start()));
  afterAll(() => organization.close());

  const { tables } = loadSchema(findSchemaFile());
  const read = async (query = '') => parse((await organization.get(`$metadata${query}`)).text);

  it('is XML in the namespace of the service: webapi/web-api-service-documents', async () => {
    const { headers } = await organization.get('$metadata');
    expect(headers.get('content-type')).toBe('application/xml');
    const schema = await read();
    expect([schema['@Namespace'], schema['@Alias']]).toEqual(['Microsoft.Dynamics.CRM', 'mscrm']);
  });

  it.each(tables.all.map((table) => [table.name, table] as const))(
    'has %s with every property and navigation property: webapi/web-api-entitytypes',
    async (name, table) => {
      const schema = await read();
      const type = schema.EntityType.find((candidate) => candidate['@Name'] === name);
      expect(type?.Key).toMatchObject({ PropertyRef: { '@Name': table.primaryId } });
      expect(type?.Property.map((property) => property['@Name'])).toEqual(table.columns.map(propertyOf));
      const navigations = [
        ...table.navigations.keys(),
        ...tables.referringTo(table).map((relationship) => relationship.name),
      ];
      expect((type?.NavigationProperty ?? []).map((property) => property['@Name'])).toEqual(navigations);
      const set = schema.EntityContainer.EntitySet.find((one) => one['@Name'] === table.entitySet);
      expect((set?.NavigationPropertyBinding ?? []).map((binding) => binding['@Path'])).toEqual(navigations);
    },
  );

  it('ties navigation properties to their partners and lookups: webapi/web-api-navigation-properties', async () => {
    const schema = await read();
    const incident = schema.EntityType.find((type) => type['@Name'] === 'incident');
    expect(incident?.NavigationProperty).toContainEqual({
      '@Name': 'customerid_contact',
      '@Type': 'mscrm.contact',
      '@Nullable': 'false',
      '@Partner': 'incident_customer_contacts',
      ReferentialConstraint: [{ '@Property': '_customerid_value', '@ReferencedProperty': 'contactid' }],
    });
    const contact = schema.EntityType.find((type) => type['@Name'] === 'contact');
    expect(contact?.NavigationProperty).toContainEqual({
      '@Name': 'incident_customer_contacts',
      '@Type': 'Collection(mscrm.incident)',
      '@Partner': 'customerid_contact',
    });
  });

  it('names alternate keys, actions and functions', async () => {
    const schema = await read();
    const account = schema.EntityType.find((type) => type['@Name'] === 'account');
    expect(account?.Annotation?.[0]?.['@Term']).toBe('OData.Community.Keys.V1.AlternateKeys');
    expect(schema.Function.map((one) => one['@Name'])).toEqual([
      'RetrieveTotalRecordCount',
      'RetrieveVersion',
      'WhoAmI',
    ]);
    expect(schema.Action.map((one) => one['@Name'])).toEqual(
      expect.arrayContaining(['CloseIncident', 'PublishXml', 'ResolveIncident']),
    );
  });

  it('is well-formed whatever the descriptions say, and has them on demand', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'csdl-'));
    const schemaFile = join(directory, 'schema.yaml');
    const hostile = `<b> & "quoted" 'text' ]]> 🚲 \u0001`;
    const yaml = readFileSync(findSchemaFile(), 'utf8').replace(
      'title: { type: string',
      `title: { description: ${JSON.stringify(hostile)}, type: string`,
    );
    writeFileSync(schemaFile, yaml);
    const other = await TestOrganization.start({ schemaFile });
    const { text } = await other.get('$metadata?annotations=true');
    const incident = parse(text).EntityType.find((type) => type['@Name'] === 'incident');
    const title = incident?.Property.find((property) => property['@Name'] === 'title');
    expect(JSON.stringify(title)).toContain('quoted');
    expect(text).toContain('&lt;b&gt; &amp;');
    expect(text).not.toContain('\u0001');
    expect((await other.get('$metadata')).text).not.toContain('quoted');
    await other.close();
    rmSync(directory, { recursive: true });
  });
});
