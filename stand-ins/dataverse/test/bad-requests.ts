import type { BatchedItem } from './batch.js';

/** A request that the service refuses, and how. */
export interface BadRequest {
  what: string;
  method: string;
  /** `{account}`, `{contact}` and `{case}` stand for rows that are there, `{missing}` for the id of none. */
  path: string;
  /** A text goes as it is, bytes too, everything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  batch?: readonly BatchedItem[];
  status: number;
  code: string;
}

const INPUT = '0x0';
const PAYLOAD = '0x80048d19';
const ARGUMENT = '0x80040203';
const QUERY = '0x80060888';
const NOT_FOUND = '0x80040217';
const NOT_FOUND_BY_KEY = '0x80060891';
const NO_SEGMENT = '0x8006088a';

const json = (body: unknown) => ({ body });
const contact = (what: string, body: unknown, code: string, status = 400): BadRequest => ({
  what,
  method: 'POST',
  path: 'contacts',
  body,
  status,
  code,
});
const aCase = (what: string, body: object, code: string, status = 400): BadRequest => ({
  what,
  method: 'POST',
  path: 'incidents',
  body: { 'customerid_contact@odata.bind': '/contacts({contact})', ...body },
  status,
  code,
});

const payloads: readonly BadRequest[] = [
  contact('no payload', undefined, PAYLOAD),
  contact('half a payload', '{"lastname":', PAYLOAD),
  contact('a list', [{ lastname: 'A' }], PAYLOAD),
  contact('a text', '"lastname"', PAYLOAD),
  contact('null', 'null', PAYLOAD),
  contact('a property twice', '{"lastname":"A","lastname":"B"}', PAYLOAD),
  contact('no end of nesting', `{"lastname":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, PAYLOAD),
  contact('bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), PAYLOAD),
  contact('an unknown property', { nickname: 'A' }, INPUT),
  contact('a property in capitals', { LastName: 'A' }, INPUT),
  contact('a property of Object', { constructor: 'A' }, INPUT),
];

const values: readonly BadRequest[] = [
  contact('a number for a text', { lastname: 5 }, INPUT),
  contact('an object for a text', { lastname: { a: 1 } }, INPUT),
  contact('a text that is too long', { lastname: 'x'.repeat(51) }, '0x80044331'),
  contact('a character that XML cannot hold', { lastname: 'a\u0001' }, '0x80040278'),
  contact('half of a character', '{"lastname":"\\ud83d"}', '0x80040278'),
  contact('a text for a choice', { preferredcontactmethodcode: 'Email' }, INPUT),
  contact('a choice that is none', { preferredcontactmethodcode: 9 }, '0x8004431a'),
  contact('half a choice', { preferredcontactmethodcode: 1.5 }, INPUT),
  contact('an id that is none', { contactid: 'abc' }, INPUT),
  aCase('a text for a boolean', { isescalated: 'true' }, INPUT),
  aCase('a number for a boolean', { isescalated: 1 }, INPUT),
  aCase('a text for a number', { cw_latitude: '52.1' }, INPUT),
  aCase('a number out of its bounds', { cw_latitude: 91 }, '0x80044330'),
  aCase('a day that does not exist', { followupby: '2024-02-30' }, INPUT),
  aCase('a time for a day', { followupby: '2024-02-03T10:00:00Z' }, INPUT),
  aCase('a time without its offset', { cw_occurredon: '2024-02-03T10:00:00' }, INPUT),
  aCase('a day for a time', { cw_occurredon: '2024-02-03' }, INPUT),
  aCase('a time that is too early', { cw_occurredon: '1700-01-01T00:00:00Z' }, '0x80040239'),
  aCase('a status of another state', { statecode: 0, statuscode: 5 }, '0x80048408'),
  aCase('a state that is none', { statecode: 7 }, '0x8004431a'),
];

const bindings: readonly BadRequest[] = [
  {
    what: 'no customer',
    method: 'POST',
    path: 'incidents',
    ...json({ title: 'A' }),
    status: 400,
    code: '0x80044410',
  },
  aCase('two customers', { 'customerid_account@odata.bind': '/accounts({account})' }, '0x8004440f'),
  aCase('a customer by the name of the column', { 'customerid@odata.bind': '/contacts({contact})' }, PAYLOAD),
  aCase(
    'a navigation property in capitals',
    { 'primaryContactId@odata.bind': '/contacts({contact})' },
    PAYLOAD,
  ),
  aCase('the read-only property of a lookup', { _primarycontactid_value: '{contact}' }, QUERY),
  aCase('a bare id for a lookup', { primarycontactid: '{contact}' }, QUERY),
  aCase('a row of another table', { 'primarycontactid@odata.bind': '/accounts({account})' }, ARGUMENT),
  aCase('a row that is not there', { 'primarycontactid@odata.bind': '/contacts({missing})' }, NOT_FOUND, 404),
  aCase(
    'a key that nobody has',
    { 'primarycontactid@odata.bind': "/contacts(cw_key='x')" },
    NOT_FOUND_BY_KEY,
    404,
  ),
  aCase('an unknown set', { 'primarycontactid@odata.bind': '/people({contact})' }, NO_SEGMENT, 404),
  aCase('a set without a row', { 'primarycontactid@odata.bind': '/contacts' }, PAYLOAD),
  aCase('a number', { 'primarycontactid@odata.bind': 5 }, INPUT),
  aCase('a reference outside of a batch', { 'primarycontactid@odata.bind': '$1' }, QUERY),
  aCase('a key with a slash', { 'primarycontactid@odata.bind': "/contacts(cw_key='a/b')" }, QUERY),
  aCase('a key with an encoded slash', { 'primarycontactid@odata.bind': "/contacts(cw_key='a%2Fb')" }, QUERY),
  aCase(
    'one link for a collection',
    { 'Incident_Annotation@odata.bind': '/annotations({missing})' },
    PAYLOAD,
  ),
  aCase('a bad row along with it', { Incident_Annotation: [{ subject: 5 }] }, INPUT),
];

const change = (what: string, path: string, body: unknown, status: number, code: string): BadRequest => ({
  what,
  method: 'PATCH',
  path,
  body,
  status,
  code,
});

const keysAndConditions: readonly BadRequest[] = [
  change('an undefined key', "contacts(lastname='A')", { firstname: 'A' }, 400, INPUT),
  change('half a GUID', 'contacts(11111111)', { firstname: 'A' }, 400, QUERY),
  change('a key that is not closed', "contacts(cw_key='A'", { firstname: 'A' }, 400, QUERY),
  ...['/', '<', '>', '*', '%', '&', ':', '\\', '?', '+'].map((character) =>
    change(
      `a key with ${character}`,
      `contacts(cw_key='a${encodeURIComponent(character)}b')`,
      { firstname: 'A' },
      400,
      QUERY,
    ),
  ),
  ...[
    ['a number', '5', QUERY],
    ['a boolean', 'true', QUERY],
    ['a day', '2024-02-03', QUERY],
    ['a point in time', '2024-02-03T10:00:00Z', QUERY],
    ['a GUID', '11111111-1111-4111-8111-111111111111', QUERY],
    ['null', 'null', INPUT],
    ['no text', "''", INPUT],
    ['a text that is too long', `'${'x'.repeat(1_000)}'`, '0x80044331'],
    ['a character that XML cannot hold', "'a%01'", '0x80040278'],
  ].map(([what = '', value, code = '']) =>
    change(`${what} for a key`, `contacts(cw_key=${value})`, { firstname: 'A' }, 400, code),
  ),
  aCase('a link by a number for a key', { 'primarycontactid@odata.bind': '/contacts(cw_key=5)' }, QUERY),
  change('another id for a new row', 'contacts({missing})', { contactid: '{contact}' }, 400, INPUT),
  change('an unknown set', 'people({contact})', { firstname: 'A' }, 404, NO_SEGMENT),
  change('an unknown service', '/api/data/v8.2/contacts({contact})', { firstname: 'A' }, 404, ''),
  {
    ...change('no ghost', 'contacts({missing})', { firstname: 'A' }, 404, NOT_FOUND),
    headers: { 'If-Match': '*' },
  },
  {
    ...change('no ghost by key', "contacts(cw_key='x')", { firstname: 'A' }, 404, NOT_FOUND_BY_KEY),
    headers: { 'If-Match': '*' },
  },
  {
    ...change('an old version', 'contacts({contact})', { firstname: 'A' }, 412, '0x80060882'),
    headers: { 'If-Match': 'W/"1"' },
  },
  {
    ...change('what is there', 'contacts({contact})', { firstname: 'A' }, 412, '0x80040237'),
    headers: { 'If-None-Match': '*' },
  },
  contact('an id that is taken', { contactid: '{contact}' }, '0x80040237', 412),
  contact('a key that is taken', { cw_key: 'TAKEN' }, '0x80060892', 412),
  change('no customer any more', 'incidents({case})', { customerid_contact: null }, 400, '0x80044410'),
  change('a resolved case', 'incidents({case})', { statecode: 1, statuscode: 5 }, 400, ARGUMENT),
  {
    what: 'a row that is not there',
    method: 'DELETE',
    path: 'contacts({missing})',
    status: 404,
    code: NOT_FOUND,
  },
  { what: 'all rows', method: 'DELETE', path: 'contacts', status: 405, code: NO_SEGMENT },
  change('all rows', 'contacts', { firstname: 'A' }, 405, NO_SEGMENT),
];

const queries: readonly BadRequest[] = [
  { what: '$skip', method: 'GET', path: 'contacts?$skip=1', status: 400, code: QUERY },
  { what: 'an unknown option', method: 'GET', path: 'contacts?$where=1', status: 400, code: QUERY },
  { what: 'an unknown column', method: 'GET', path: 'contacts?$select=nickname', status: 400, code: INPUT },
  { what: 'a select twice', method: 'GET', path: 'contacts?$select=a&$select=b', status: 400, code: QUERY },
  {
    what: 'an unknown column of a new row',
    method: 'POST',
    path: 'contacts?$select=nickname',
    body: {},
    status: 400,
    code: INPUT,
  },
  {
    what: 'no page size',
    method: 'GET',
    path: 'contacts',
    headers: { Prefer: 'odata.maxpagesize=0' },
    status: 400,
    code: QUERY,
  },
];

const resolution = { subject: 'A', 'incidentid@odata.bind': '/incidents({case})' };
const action = (what: string, path: string, body: unknown, status: number, code: string): BadRequest => ({
  what,
  method: 'POST',
  path,
  body,
  status,
  code,
});

const actions: readonly BadRequest[] = [
  action('no parameters', 'CloseIncident', {}, 400, PAYLOAD),
  action('no status', 'CloseIncident', { IncidentResolution: resolution }, 400, INPUT),
  action('an open status', 'CloseIncident', { IncidentResolution: resolution, Status: 1 }, 400, '0x80048408'),
  action(
    'a status in words',
    'CloseIncident',
    { IncidentResolution: resolution, Status: 'Solved' },
    400,
    INPUT,
  ),
  action(
    'a resolution without its case',
    'CloseIncident',
    { IncidentResolution: { subject: 'A' }, Status: 5 },
    400,
    PAYLOAD,
  ),
  action(
    'a case that is not there',
    'CloseIncident',
    { IncidentResolution: { 'incidentid@odata.bind': '/incidents({missing})' }, Status: 5 },
    404,
    NOT_FOUND,
  ),
  action(
    'a case that is not there',
    'ResolveIncident',
    { IncidentId: { incidentid: '{missing}' }, Status: 5 },
    404,
    NOT_FOUND,
  ),
  { what: 'an action by GET', method: 'GET', path: 'CloseIncident', status: 405, code: NO_SEGMENT },
  { what: 'a function by POST', method: 'POST', path: 'WhoAmI', body: {}, status: 405, code: NO_SEGMENT },
];

const CONTACT = { '@odata.type': 'Microsoft.Dynamics.CRM.contact' };
const bulk = (what: string, message: string, body: unknown, code: string, status = 400): BadRequest =>
  action(what, `contacts/Microsoft.Dynamics.CRM.${message}`, body, status, code);
const target = (what: string, message: string, row: object, code: string, status = 400): BadRequest =>
  bulk(what, message, { Targets: [{ ...CONTACT, ...row }] }, code, status);

const bulkMessages: readonly BadRequest[] = [
  ...['CreateMultiple', 'UpdateMultiple', 'UpsertMultiple'].flatMap((message) => [
    bulk('no payload', message, undefined, PAYLOAD),
    bulk('no targets', message, {}, PAYLOAD),
    bulk('no target', message, { Targets: [] }, PAYLOAD),
    bulk('one target', message, { Targets: { ...CONTACT } }, PAYLOAD),
    bulk('a target in words', message, { Targets: ['Lee'] }, PAYLOAD),
    bulk('no row', message, { Targets: [null] }, PAYLOAD),
    bulk('another parameter', message, { Targets: [CONTACT], Target: CONTACT }, PAYLOAD),
    target('no type', message, { '@odata.type': undefined }, PAYLOAD),
    target('a number for a type', message, { '@odata.type': 1 }, PAYLOAD),
    target('an unknown type', message, { '@odata.type': 'Microsoft.Dynamics.CRM.person' }, ARGUMENT),
    target('another table', message, { '@odata.type': 'Microsoft.Dynamics.CRM.account' }, ARGUMENT),
    target('a type without its namespace', message, { '@odata.type': 'contact' }, ARGUMENT),
    target('half an id', message, { contactid: '1111' }, INPUT),
    target('an id that is a number', message, { contactid: 1 }, INPUT),
    action('a row', `contacts({contact})/Microsoft.Dynamics.CRM.${message}`, {}, 404, NO_SEGMENT),
    action('no table', message, {}, 404, NO_SEGMENT),
  ]),
  { ...bulk('a GET', 'CreateMultiple', undefined, NO_SEGMENT, 405), method: 'GET' },
  {
    ...bulk('a query', 'CreateMultiple', { Targets: [CONTACT] }, QUERY),
    path: 'contacts/Microsoft.Dynamics.CRM.CreateMultiple?$select=lastname',
  },
  target('an unknown property', 'CreateMultiple', { nickname: 'A' }, INPUT),
  target('an unknown property', 'UpdateMultiple', { contactid: '{contact}', nickname: 'A' }, INPUT),
  target('an unknown property', 'UpsertMultiple', { contactid: '{contact}', nickname: 'A' }, INPUT),
  target('an id that is taken', 'CreateMultiple', { contactid: '{contact}' }, '0x80040237', 412),
  target('a row without its id', 'UpdateMultiple', { lastname: 'A' }, ARGUMENT),
  target('a row that is not there', 'UpdateMultiple', { contactid: '{missing}' }, NOT_FOUND, 404),
  target('a row without a key', 'UpsertMultiple', { lastname: 'A' }, ARGUMENT),
  target('a link to another table', 'UpsertMultiple', { '@odata.id': 'accounts({account})' }, ARGUMENT),
  target('a link to no row', 'UpsertMultiple', { '@odata.id': 'contacts' }, PAYLOAD),
  target('a link that is none', 'UpsertMultiple', { '@odata.id': 5 }, INPUT),
  target('an undefined key', 'UpsertMultiple', { '@odata.id': "contacts(lastname='A')" }, INPUT),
  target('two ids', 'UpsertMultiple', { '@odata.id': 'contacts({missing})', contactid: '{contact}' }, INPUT),
];

const url = '/api/data/v9.2/contacts';
const batch = (what: string, items: readonly BatchedItem[], code = PAYLOAD): BadRequest => ({
  what,
  method: 'POST',
  path: '$batch',
  batch: items,
  status: 400,
  code,
});

const batches: readonly BadRequest[] = [
  batch('a GET in a change set', [[{ method: 'GET', url }]]),
  batch('a request that is none', [{ method: 'post', url, body: {} }]),
  batch('a batch in a batch', [{ method: 'POST', url: '/api/data/v9.2/$batch', body: {} }]),
  batch('more than a thousand', Array<BatchedItem>(1_001).fill({ method: 'GET', url })),
  batch('a reference forwards', [[{ method: 'PATCH', url: '$1', body: {} }]], QUERY),
  batch('a bad row', [{ method: 'POST', url, body: { lastname: 5 } }], INPUT),
  action('no multipart', '$batch', {}, 400, PAYLOAD),
];

/** Bad input of every kind, with the status and the code that it must be answered with: never a 500, never a silent 204. */
export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  payloads,
  values,
  bindings,
  'keys and conditions': keysAndConditions,
  queries,
  actions,
  'bulk messages': bulkMessages,
  batches,
};
