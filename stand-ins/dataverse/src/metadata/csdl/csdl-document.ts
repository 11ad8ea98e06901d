import { XMLBuilder } from 'fast-xml-parser';
import { methodNotAllowed } from '../../errors.js';
import { header } from '../../operations/header.js';
import type { Context, WebApiRequest, WebApiResponse } from '../../operations/request.js';
import type { Tables } from '../../schema/tables.js';
import { optionNotSupported } from '../refusals.js';
import { entityContainer } from './entity-container.js';
import { entityType } from './entity-type.js';
import { operationElements, operationTypes } from './operations.js';

const EDMX = 'http://docs.oasis-open.org/odata/ns/edmx';
const EDM = 'http://docs.oasis-open.org/odata/ns/edm';
const VOCABULARIES = [
  'OData.Community.Keys.V1',
  'OData.Community.Display.V1',
  'Org.OData.Core.V1',
  'Org.OData.Capabilities.V1',
];

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  format: true,
});

/**
 * `GET $metadata`: the tables as CSDL, webapi/web-api-service-documents. Descriptions, and whether changes are tracked, come with `?annotations=true` or with the
 * preference for annotations. The types of the metadata endpoints themselves are left out.
 */
export function csdlDocument({ tables }: Context, request: WebApiRequest): WebApiResponse {
  if (request.method !== 'GET') throw methodNotAllowed(request.method);
  const content = csdl(tables, wantsAnnotations(request));
  return { status: 200, document: { mediaType: 'application/xml', content } };
}

function wantsAnnotations(request: WebApiRequest): boolean {
  const options = new URLSearchParams(request.query);
  for (const name of options.keys()) if (name !== 'annotations') throw optionNotSupported(name);
  const preferred = header(request, 'prefer') ?? '';
  return options.get('annotations') === 'true' || /odata\.include-annotations="?\*"?/.test(preferred);
}

function csdl(tables: Tables, annotated: boolean): string {
  const schema = {
    '@Namespace': 'Microsoft.Dynamics.CRM',
    '@Alias': 'mscrm',
    '@xmlns': EDM,
    EntityType: [
      { '@Name': 'crmbaseentity', '@Abstract': 'true' },
      { '@Name': 'expando', '@BaseType': 'mscrm.crmbaseentity', '@OpenType': 'true' },
      ...tables.all.map((table) => entityType(tables, table, annotated)),
    ],
    ...operationTypes,
    ...operationElements,
    EntityContainer: entityContainer(tables, annotated),
  };
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'utf-8' },
    'edmx:Edmx': {
      '@Version': '4.0',
      '@xmlns:edmx': EDMX,
      'edmx:Reference': VOCABULARIES.map((namespace) => ({
        '@Uri': `http://vocabularies.odata.org/${namespace}.xml`,
        'edmx:Include': { '@Namespace': namespace },
      })),
      'edmx:DataServices': { Schema: schema },
    },
  });
}
