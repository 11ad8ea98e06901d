import { absent, anyText, etag, including, like, moment } from '../matching/patterns.js';
import { created, noContent, ok, refused, row, written } from './expectations.js';
import type { Exchange, Golden, Subject } from './golden.js';
import { composeRequests, errorCodes, powerApps } from './sources.js';

const page = powerApps('webapi/update-delete-entities-using-web-api');
const upserting = powerApps('use-upsert-insert-update-record');
const conditional = powerApps('webapi/perform-conditional-operations-using-web-api');

const account = { set: 'accounts', columns: { name: '{mark} Before', description: 'Old' } } as const;
const patch = (path: string, body: unknown, headers?: Record<string, string>) =>
  ({ method: 'PATCH', path, body, ...(headers && { headers }) }) as const;
const nowIs = (columns: Record<string, unknown>, path = 'accounts({account})'): Exchange => ({
  request: { method: 'GET', path: `${path}?$select=${Object.keys(columns).join(',')}` },
  answer: ok(including(columns)),
});
const gone = (path: string): Exchange => ({
  request: { method: 'GET', path: `${path}?$select=createdon` },
  answer: { status: 404 },
});
const doesNotExist = refused(404, '0x80040217', like('<word> With Id = {missing} Does Not Exist'));
const isThere = refused(412, anyText, 'A record with matching key values already exists.');
const otherVersion = refused(
  412,
  '0x80060882',
  "The version of the existing record doesn't match the RowVersion property provided.",
);

const updates: readonly Golden[] = [
  {
    name: 'an update answers 204 and changes what it names alone',
    source: page('Basic update'),
    rows: { account },
    request: patch('accounts({account})', { name: '{mark} After' }, { 'if-match': '*' }),
    answer: written('accounts', '{account}'),
    then: [nowIs({ name: '{mark} After', description: 'Old' })],
  },
  {
    name: 'an update with return=representation answers 200 with what was selected',
    source: page('Update with data returned'),
    rows: { account },
    request: patch(
      'accounts({account})?$select=name,createdon',
      { name: '{mark} After' },
      { prefer: 'return=representation', 'if-match': '*' },
    ),
    answer: ok(
      {
        '@odata.context': like('{root}/$metadata#accounts<text>/$entity'),
        '@odata.etag': etag,
        accountid: '{account}',
        name: '{mark} After',
        createdon: moment,
      },
      { 'preference-applied': 'return=representation' },
    ),
  },
  {
    name: '$expand is ignored by an update that returns data',
    source: page('Update with data returned'),
    rows: { account },
    request: patch(
      'accounts({account})?$select=name&$expand=primarycontactid($select=fullname)',
      { name: '{mark} After' },
      { prefer: 'return=representation', 'if-match': '*' },
    ),
    answer: ok(including({ name: '{mark} After', primarycontactid: absent })),
  },
  {
    name: 'a single property is set by PUT',
    source: page('Update a single property value'),
    rows: { account },
    request: { method: 'PUT', path: 'accounts({account})/name', body: { value: '{mark} Put' } },
    answer: noContent(),
    then: [nowIs({ name: '{mark} Put', description: 'Old' })],
  },
  {
    name: 'the value of a single property is deleted by DELETE',
    source: page('Delete a single property value'),
    rows: { account },
    request: { method: 'DELETE', path: 'accounts({account})/description' },
    answer: noContent(),
    then: [nowIs({ description: null })],
  },
  {
    name: 'null empties a column',
    source: page('Basic update'),
    rows: { account },
    request: patch('accounts({account})', { description: null }),
    answer: written('accounts', '{account}'),
    then: [nowIs({ description: null })],
  },
  {
    name: 'a change makes another version',
    source: conditional('ETags'),
    rows: { account },
    first: [
      {
        request: patch('accounts({account})', { description: 'New' }),
        answer: written('accounts', '{account}'),
      },
    ],
    request: {
      method: 'GET',
      path: 'accounts({account})?$select=name',
      headers: { 'if-none-match': '{account.etag}' },
    },
    answer: ok(including({ '@odata.etag': etag })),
  },
  {
    name: 'a collection cannot be updated',
    source: composeRequests('Identify status codes'),
    request: patch('accounts', { name: '{mark}' }),
    answer: { status: 405 },
  },
  {
    name: 'a collection cannot be deleted',
    source: composeRequests('Identify status codes'),
    request: { method: 'DELETE', path: 'accounts' },
    answer: { status: 405 },
  },
];

const upserts: readonly Golden[] = [
  {
    name: 'a PATCH of a row that is not there makes it',
    source: page('Upsert a table'),
    request: { ...patch('accounts({new})', { name: '{mark} Upserted' }), makes: ['accounts({new})'] },
    answer: written('accounts', '{new}'),
    then: [nowIs({ name: '{mark} Upserted' }, 'accounts({new})')],
  },
  {
    name: 'a PATCH that makes a row and returns data answers 201',
    source: upserting('Create with upsert and return=representation preference'),
    request: {
      ...patch('accounts({new})?$select=name', { name: '{mark}' }, { prefer: 'return=representation' }),
      makes: ['accounts({new})'],
    },
    answer: created(including({ accountid: '{new}', name: '{mark}' })),
  },
  {
    name: 'If-Match: * makes no row',
    source: conditional('Prevent create in upsert'),
    request: patch('accounts({missing})', { name: '{mark}' }, { 'if-match': '*' }),
    answer: doesNotExist,
    then: [gone('accounts({missing})')],
  },
  {
    name: 'If-None-Match: * makes a row that is not there',
    source: conditional('Prevent update in upsert'),
    request: {
      ...patch('accounts({new})', { name: '{mark}' }, { 'if-none-match': '*' }),
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
  },
  {
    name: 'If-None-Match: * changes no row',
    source: conditional('Prevent update in upsert'),
    rows: { account },
    request: patch('accounts({account})', { name: '{mark} After' }, { 'if-none-match': '*' }),
    answer: isThere,
    then: [nowIs({ name: '{mark} Before' })],
  },
  {
    name: 'an upsert by key answers with the key, not with an id',
    source: upserting('Create with upsert'),
    needsKey: true,
    request: patch("accounts(cw_key='{mark}-upsert')", { name: '{mark} By key' }),
    answer: noContent({ 'odata-entityid': "{root}/accounts(cw_key='{mark}-upsert')" }),
    then: [
      {
        request: { method: 'DELETE', path: "accounts(cw_key='{mark}-upsert')" },
        answer: noContent(),
      },
    ],
  },
  {
    name: 'an upsert by key sets the key from the URL',
    source: upserting('Guidance for composing requests'),
    needsKey: true,
    request: {
      ...patch(
        "accounts(cw_key='{mark}-new')?$select=name,cw_key",
        { accountid: '{new}', name: '{mark}' },
        { prefer: 'return=representation' },
      ),
      makes: ['accounts({new})'],
    },
    answer: created(including({ name: '{mark}', cw_key: '{mark}-new' })),
    then: [{ request: { method: 'DELETE', path: "accounts(cw_key='{mark}-new')" }, answer: noContent() }],
  },
  {
    name: 'an upsert by key makes a row with the key of its body where that differs',
    source: upserting('Guidance for composing requests'),
    needsKey: true,
    request: {
      ...patch("accounts(cw_key='{mark}-url')", {
        accountid: '{new}',
        name: '{mark}',
        cw_key: '{mark}-body',
      }),
      makes: ['accounts({new})'],
    },
    answer: noContent(),
    then: [
      {
        request: { method: 'GET', path: "accounts(cw_key='{mark}-body')?$select=cw_key" },
        answer: ok(including({ cw_key: '{mark}-body' })),
      },
      { request: { method: 'DELETE', path: "accounts(cw_key='{mark}-body')" }, answer: noContent() },
    ],
  },
  {
    name: 'an upsert by key of a row that is there answers the same',
    source: upserting('Update with upsert'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}-again' } } },
    request: patch("accounts(cw_key='{mark}-again')", { name: '{mark} After' }),
    answer: noContent({ 'odata-entityid': "{root}/accounts(cw_key='{mark}-again')" }),
    then: [nowIs({ name: '{mark} After' })],
  },
  {
    name: 'an upsert that changes a row and returns data answers 200',
    source: upserting('Update with Upsert and return=representation preference'),
    rows: { account },
    request: patch(
      'accounts({account})?$select=accountid',
      { name: '{mark} After' },
      { prefer: 'return=representation' },
    ),
    answer: ok(row('accounts(accountid)/$entity', { accountid: '{account}' }), { etag }),
  },
  {
    name: 'an upsert by key ignores the key in its body when the row is there',
    source: upserting('Guidance for composing requests'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}-kept' } } },
    request: patch("accounts(cw_key='{mark}-kept')", { name: '{mark} After', cw_key: '{mark}-other' }),
    answer: noContent(),
    then: [nowIs({ name: '{mark} After', cw_key: '{mark}-kept' })],
  },
  {
    name: 'an update by a key that no row has is told so',
    source: errorCodes('0x80060891'),
    needsKey: true,
    request: patch("accounts(cw_key='{missing}')", { name: '{mark}' }, { 'if-match': '*' }),
    answer: refused(
      404,
      '0x80060891',
      'A record with the specified key values does not exist in account entity',
    ),
  },
  {
    name: 'a quote in the value of a key is doubled',
    source: powerApps('webapi/query/filter-rows')('Manage single quotes'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: "{mark}-o'b" } } },
    request: { method: 'GET', path: "accounts(cw_key='{mark}-o''b')?$select=name" },
    answer: ok(including({ accountid: '{account}' })),
  },
  {
    name: 'a second row with the same key is refused',
    source: errorCodes('0x80060892'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}-twice' } } },
    request: {
      method: 'POST',
      path: 'accounts',
      body: { accountid: '{new}', name: '{mark}', cw_key: '{mark}-twice' },
      makes: ['accounts({new})'],
    },
    answer: refused(
      412,
      '0x80060892',
      like(
        'Entity Key <text> violated. A record with the same value for <text> already exists. A duplicate record cannot be created. Select one or more unique values and try again.',
      ),
    ),
  },
];

const conditions: readonly Golden[] = [
  {
    name: 'an update of an old version is refused',
    source: conditional('Apply optimistic concurrency on update'),
    rows: { account },
    request: patch('accounts({account})', { name: '{mark} After' }, { 'if-match': 'W/"1"' }),
    answer: otherVersion,
    then: [nowIs({ name: '{mark} Before' })],
  },
  {
    name: 'an update of the current version is done',
    source: conditional('Apply optimistic concurrency on update'),
    rows: { account },
    request: patch('accounts({account})', { name: '{mark} After' }, { 'if-match': '{account.etag}' }),
    answer: written('accounts', '{account}'),
    then: [nowIs({ name: '{mark} After' })],
  },
  {
    name: 'a delete of an old version is refused',
    source: conditional('Apply optimistic concurrency on delete'),
    rows: { account },
    request: { method: 'DELETE', path: 'accounts({account})', headers: { 'if-match': 'W/"1"' } },
    answer: otherVersion,
    then: [nowIs({ name: '{mark} Before' })],
  },
  {
    name: 'a delete of the current version is done',
    source: conditional('Apply optimistic concurrency on delete'),
    rows: { account },
    request: { method: 'DELETE', path: 'accounts({account})', headers: { 'if-match': '{account.etag}' } },
    answer: noContent(),
    then: [gone('accounts({account})')],
  },
];

const deletes: readonly Golden[] = [
  {
    name: 'a delete answers 204, and the row is gone',
    source: page('Basic delete'),
    rows: { account },
    request: { method: 'DELETE', path: 'accounts({account})' },
    answer: noContent(),
    then: [gone('accounts({account})')],
  },
  {
    name: 'a delete of a row that is not there answers 404',
    source: page('Basic delete'),
    request: { method: 'DELETE', path: 'accounts({missing})' },
    answer: doesNotExist,
  },
  {
    name: 'a row that is deleted is no longer looked up to',
    source: powerApps('configure-entity-relationship-cascading-behavior')(
      'Using Organization Service to configure cascading behavior',
    ),
    rows: {
      contact: { set: 'contacts', columns: { firstname: 'Primary', lastname: '{mark}' } },
      account: {
        set: 'accounts',
        columns: { name: '{mark}', 'primarycontactid@odata.bind': '/contacts({contact})' },
      },
    },
    request: { method: 'DELETE', path: 'contacts({contact})' },
    answer: noContent(),
    then: [nowIs({ _primarycontactid_value: null })],
  },
  {
    name: 'the notes of a row go with it',
    source: powerApps('configure-entity-relationship-cascading-behavior')(
      'Using Organization Service to configure cascading behavior',
    ),
    rows: {
      account,
      note: {
        set: 'annotations',
        columns: { subject: '{mark}', 'objectid_account@odata.bind': '/accounts({account})' },
      },
    },
    request: { method: 'DELETE', path: 'accounts({account})' },
    answer: noContent(),
    then: [gone('annotations({note})')],
  },
];

export const update: Subject = { name: 'update', goldens: updates };
export const upsert: Subject = { name: 'upsert', goldens: upserts };
export const condition: Subject = { name: 'conditions', goldens: conditions };
export const remove: Subject = { name: 'delete', goldens: deletes };
