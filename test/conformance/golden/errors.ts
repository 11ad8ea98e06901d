import { absent, anyText, anything, either, guid, including, like, matching } from '../matching/patterns.js';
import { ok, refused, written } from './expectations.js';
import type { Golden, NewRow, Subject } from './golden.js';
import { composeRequests, errorCodes, powerApps } from './sources.js';

const account: NewRow = { set: 'accounts', columns: { name: '{mark} Before' } };
const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  ({ method: 'POST', path, body, ...(headers && { headers }) }) as const;
const newAccount = (columns: Record<string, unknown>) => ({
  ...post('accounts', { accountid: '{new}', name: '{mark}', ...columns }),
  makes: ['accounts({new})'],
});
const newContact = (columns: Record<string, unknown>) => ({
  ...post('contacts', { contactid: '{new}', lastname: '{mark}', ...columns }),
  makes: ['contacts({new})'],
});
const optional = powerApps('optional-parameters');
const impersonation = powerApps('webapi/impersonate-another-user-web-api');

const goldens: readonly Golden[] = [
  {
    name: 'a property that the table does not have is refused',
    source: errorCodes('0x0', 'S'),
    request: newAccount({ Name: 'x' }),
    answer: refused(
      400,
      '0x0',
      like(
        "An error occurred while validating input parameters: Microsoft.Crm.CrmException: Invalid property 'Name' was found in entity 'Microsoft.Dynamics.CRM.account'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type.<text>",
      ),
    ),
  },
  {
    name: 'a text that is too long is refused with its column and the length allowed',
    source: errorCodes('0x80044331'),
    request: newAccount({ accountnumber: 'x'.repeat(21) }),
    answer: refused(
      400,
      '0x80044331',
      "A validation error occurred.  The length of the 'accountnumber' attribute of the 'account' entity exceeded the maximum allowed length of '20'.",
    ),
  },
  {
    name: 'a choice that there is not is refused',
    source: errorCodes('0x8004431a'),
    request: newContact({ preferredcontactmethodcode: 77 }),
    answer: refused(400, '0x8004431a', like('<text>77<text>preferredcontactmethodcode<text>')),
  },
  {
    name: 'a lookup of several tables is not bound by its bare name',
    source: errorCodes('0x80048d19', 'S'),
    rows: { account },
    request: newContact({ 'parentcustomerid@odata.bind': '/accounts({account})' }),
    answer: refused(
      400,
      '0x80048d19',
      like(
        "Error identified in Payload provided by the user for Entity :'contacts'<text>An undeclared property 'parentcustomerid' which only has property annotations in the payload but no property value was found in the payload. In OData, only declared navigation properties and declared named streams can be represented as properties without values.<text>",
      ),
    ),
  },
  {
    name: 'the name of a navigation property is exact to the case of its letters',
    source: errorCodes('0x80048d19', 'S'),
    rows: { account },
    request: newContact({ 'ParentCustomerId_account@odata.bind': '/accounts({account})' }),
    answer: refused(400, '0x80048d19', like("<text>An undeclared property 'ParentCustomerId_account'<text>")),
  },
  {
    name: 'a binding to a row that is not there is refused',
    source: errorCodes('0x80040217', 'R'),
    request: newContact({ 'parentcustomerid_account@odata.bind': '/accounts({missing})' }),
    answer: refused(either(404, 400), '0x80040217', like('<word> With Id = {missing} Does Not Exist')),
  },
  {
    name: 'a body that is no JSON is refused',
    source: errorCodes('0x80048d19', 'M'),
    unknown: 'no page shows the answer',
    request: post('accounts', '{"name": ', { 'content-type': 'application/json' }),
    answer: refused(400, anyText),
  },
  {
    name: 'a value of another type is refused',
    source: errorCodes('0x0', 'M'),
    unknown: 'no page shows the answer',
    request: newContact({ preferredcontactmethodcode: 'Email' }),
    answer: refused(400, anyText, like('<text>Edm.Int32<text>')),
  },
  {
    name: 'an id that is none is refused',
    source: composeRequests('Identify status codes', 'M'),
    unknown: 'no page shows the answer',
    request: { method: 'GET', path: 'accounts(not-an-id)?$select=name' },
    answer: refused(400, anyText),
  },
  {
    name: 'a token that is none is not let in',
    source: composeRequests('Identify status codes'),
    request: { method: 'GET', path: 'WhoAmI', headers: { authorization: 'Bearer none' } },
    answer: { status: 401, headers: { 'www-authenticate': matching(/^Bearer /) } },
  },
  {
    name: 'a 401 says where tokens come from and for what',
    source: powerApps('authenticate-oauth')('Use OAuth authentication', 'M'),
    unknown: 'the exact text is remembered',
    request: { method: 'GET', path: 'WhoAmI', headers: { authorization: 'Bearer none' } },
    answer: {
      status: 401,
      headers: {
        'www-authenticate': like('Bearer authorization_uri=<text>/oauth2/authorize, resource_id=<text>'),
      },
    },
  },
  {
    name: 'a caller acts as a user of its Entra id only where it may',
    source: errorCodes('0x8004a110'),
    unknown:
      'depends on the privileges of the caller, and on whether the user or the privilege is looked at first',
    request: { method: 'GET', path: 'WhoAmI', headers: { callerobjectid: '{missing}' } },
    answer: refused(either(400, 401, 403, 404), anyText),
  },
  {
    name: 'a caller acts as a user of its row only where it may',
    source: errorCodes('0x8004a110'),
    unknown:
      'depends on the privileges of the caller, and on whether the user or the privilege is looked at first',
    request: { method: 'GET', path: 'WhoAmI', headers: { mscrmcallerid: '{missing}' } },
    answer: refused(either(400, 401, 403, 404), anyText),
  },
  {
    name: 'an id of a user that is none is refused',
    source: impersonation('How to impersonate a user', 'M'),
    unknown: 'no page shows the answer',
    request: { method: 'GET', path: 'WhoAmI', headers: { callerobjectid: 'somebody' } },
    answer: refused(either(400, 403), anyText),
  },
  {
    name: 'plug-ins are bypassed only with the privilege to do so',
    source: optional('Bypass custom Dataverse logic'),
    unknown: 'depends on the privileges of the caller, which an administrator has',
    request: {
      ...newAccount({}),
      headers: { 'mscrm.bypasscustompluginexecution': 'true' },
    },
    answer: { status: either(403, 204) },
  },
  {
    name: 'duplicate detection is off unless it is switched on',
    source: powerApps('webapi/manage-duplicate-detection-create-update')(
      'Detect duplicates during Create operation',
    ),
    rows: { account },
    request: newAccount({ name: '{mark} Before' }),
    answer: written('accounts', '{new}'),
  },
  {
    name: 'duplicate detection that is switched on refuses what a rule finds',
    source: optional('Suppress duplicate detection'),
    unknown: 'depends on the rules that are published in the organisation',
    rows: { account },
    request: {
      ...newAccount({ name: '{mark} Before' }),
      headers: { 'mscrm.suppressduplicatedetection': 'false' },
    },
    answer: { status: either(412, 204) },
  },
  {
    name: 'flows are not triggered where the header says so, and the row is made',
    source: optional('Bypass Power Automate Flows'),
    request: { ...newAccount({}), headers: { 'mscrm.suppresscallbackregistrationexpanderjob': 'true' } },
    answer: written('accounts', '{new}'),
  },
  {
    name: 'a shared variable is passed by the query option tag',
    source: optional('Add a shared variable to the plugin execution context'),
    request: { ...newAccount({}), path: 'accounts?tag=conformance' },
    answer: written('accounts', '{new}'),
  },
  {
    name: 'a request that asks for the newest definitions is answered as any other',
    source: composeRequests('Other headers'),
    request: { method: 'GET', path: 'WhoAmI', headers: { consistency: 'Strong' } },
    answer: ok(including({ UserId: guid })),
  },
  {
    name: 'a request without the OData headers is answered as any other',
    source: composeRequests('HTTP headers'),
    request: {
      method: 'GET',
      path: 'WhoAmI',
      headers: { accept: null, 'odata-version': null, 'odata-maxversion': null },
    },
    answer: { status: 200, body: including({ UserId: guid }) },
  },
  {
    name: 'an error is code and message, and nothing else where nothing was asked for',
    source: composeRequests('Parse errors from the response'),
    request: { method: 'GET', path: 'accounts({missing})?$select=name' },
    answer: { status: 404, body: { error: { code: anything, message: anyText } } },
  },
  {
    name: 'a path that leads nowhere is not found',
    source: composeRequests('Identify status codes', 'S'),
    unknown: 'the text was recorded with an older version',
    request: { method: 'GET', path: '{org}/api/data/v9.2x/accounts' },
    answer: { status: 404, headers: { 'odata-entityid': absent } },
  },
];

export const errors: Subject = { name: 'errors and headers', goldens };
