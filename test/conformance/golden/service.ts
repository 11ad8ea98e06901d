import { anyText, anything, guid, having, like, matching } from '../matching/patterns.js';
import { ok } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { powerApps } from './sources.js';

const overview = powerApps('webapi/query/overview');
const documents = powerApps('webapi/web-api-service-documents');
const functions = powerApps('webapi/use-web-api-functions');
const dump = powerApps('webapi/use-ps-and-vscode-web-api');

const whoAmI = ok({
  '@odata.context': '{root}/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse',
  BusinessUnitId: guid,
  UserId: guid,
  OrganizationId: guid,
});

const entitySet = (name: string) => ({ name, kind: 'EntitySet', url: name });

const goldens: readonly Golden[] = [
  {
    name: 'the service document lists entity sets with name, kind and URL',
    source: overview('EntitySet resources'),
    request: { method: 'GET', path: '' },
    answer: ok({
      '@odata.context': '{root}/$metadata',
      value: having(...['accounts', 'contacts', 'incidents', 'annotations'].map(entitySet)),
    }),
  },
  {
    name: '$metadata is a CSDL document with the types and sets of the standard tables',
    source: documents('CSDL metadata document'),
    request: { method: 'GET', path: '$metadata', headers: { accept: 'application/xml' } },
    answer: {
      status: 200,
      headers: { 'content-type': matching(/^application\/xml/) },
      body: like(
        '<text><edmx:Edmx <text>Version="4.0"<text><Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm"<text><EntityType Name="account"<text>',
      ),
    },
  },
  {
    name: 'WhoAmI gives the ids of user, business unit and organisation',
    source: functions('Unbound functions'),
    request: { method: 'GET', path: 'WhoAmI' },
    answer: whoAmI,
  },
  {
    name: 'WhoAmI() with parentheses is the same',
    source: functions('Unbound functions'),
    request: { method: 'GET', path: 'WhoAmI()' },
    answer: whoAmI,
  },
  {
    name: 'every response carries request ids, the hints on limits and the degree of parallelism',
    source: dump('Debug using Fiddler'),
    request: { method: 'GET', path: 'WhoAmI' },
    answer: {
      status: 200,
      headers: {
        'cache-control': 'no-cache',
        'content-type': 'application/json; odata.metadata=minimal',
        expires: '-1',
        'x-ms-service-request-id': anyText,
        req_id: guid,
        'x-ms-dop-hint': matching(/^\d+$/),
        'x-ms-ratelimit-time-remaining-xrm-requests': matching(/^\d{1,3}(,\d{3})*\.\d\d$/),
        'x-ms-ratelimit-burst-remaining-xrm-requests': matching(/^\d+$/),
        'odata-version': '4.0',
        'set-cookie': matching(/ARRAffinity=[0-9a-f]+/),
      },
    },
  },
  {
    name: 'the dump of response headers has these besides',
    source: dump('Debug using Fiddler'),
    unknown:
      'the dump is of one server on one day; gateways in front of others may add and drop such headers',
    request: { method: 'GET', path: 'WhoAmI' },
    answer: {
      status: 200,
      headers: {
        allow: 'OPTIONS,GET,HEAD,POST',
        vary: 'Accept-Encoding',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'crm.serviceid': 'framework',
        authactivityid: guid,
        public: 'OPTIONS,GET,HEAD,POST',
      },
    },
  },
  {
    name: 'version 9.0 of the API answers like 9.2, with its own URLs',
    source: powerApps('webapi/compose-http-requests-handle-errors')('Version compatibility'),
    request: { method: 'GET', path: '{org}/api/data/v9.0/WhoAmI' },
    answer: ok({
      '@odata.context': '{org}/api/data/v9.0/$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse',
      BusinessUnitId: guid,
      UserId: guid,
      OrganizationId: guid,
    }),
  },
  {
    name: 'a call of a function that does not exist is refused',
    source: powerApps('reference/web-service-error-codes')('0x8006088a', 'S'),
    request: { method: 'GET', path: 'WhoIsThis()' },
    answer: { status: 404, body: { error: { code: '0x8006088a', message: anything } } },
  },
];

export const service: Subject = { name: 'service', goldens };
