import { absent, guid, including, inAnyOrder, like, moment } from '../matching/patterns.js';
import { created, member, ok, refused, row, written } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { alternateKeys, errorCodes, powerApps } from './sources.js';

const page = powerApps('webapi/create-entity-web-api');
const associate = powerApps('webapi/associate-disassociate-entities-using-web-api');
const contact = { set: 'contacts', columns: { firstname: 'Yvonne', lastname: '{mark}' } } as const;

/** What a lookup holds after the request. */
const lookupIs = (path: string, column: string, value: unknown) => ({
  request: { method: 'GET', path: `${path}?$select=${column}` },
  answer: ok(including({ [column]: value })),
});

const goldens: readonly Golden[] = [
  {
    name: 'a create answers 204 with the URL of the new row and no body',
    source: page('Basic Create'),
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        name: '{mark} Sample Account',
        description: 'This is the description',
        address1_city: 'Seattle',
      },
    },
    answer: written('accounts'),
  },
  {
    name: 'a create with return=representation answers 201 with what was selected, and no OData-EntityId',
    source: page('Create with data returned'),
    request: {
      method: 'POST',
      path: 'accounts?$select=name,description,createdon',
      headers: { prefer: 'return=representation' },
      body: { accountid: '{new}', name: '{mark} Sample Account', description: 'Some text' },
      makes: ['accounts({new})'],
    },
    answer: {
      ...created({
        ...row('', {}),
        '@odata.context': like('{root}/$metadata#accounts<text>/$entity'),
        accountid: '{new}',
        name: '{mark} Sample Account',
        description: 'Some text',
        createdon: moment,
      }),
      headers: {
        'content-type': 'application/json; odata.metadata=minimal',
        'preference-applied': 'return=representation',
        'odata-version': '4.0',
        'odata-entityid': absent,
      },
    },
  },
  {
    name: 'a client may choose the id of a new row',
    source: page('Basic Create', 'S'),
    request: {
      method: 'POST',
      path: 'accounts',
      body: { accountid: '{new}', name: '{mark} Chosen' },
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
  },
  {
    name: 'a second row with the same id is refused as a duplicate',
    source: errorCodes('0x80040237'),
    rows: { account: { set: 'accounts', columns: { name: '{mark} First' } } },
    request: { method: 'POST', path: 'accounts', body: { accountid: '{account}', name: '{mark} Second' } },
    answer: refused(412, '0x80040237'),
    then: [
      {
        request: { method: 'GET', path: 'accounts({account})?$select=name' },
        answer: ok(including({ name: '{mark} First' })),
      },
    ],
  },
  {
    name: 'a new row is bound to another by @odata.bind',
    source: page('Associate table rows on create'),
    rows: { contact },
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark} Sample Account',
        'primarycontactid@odata.bind': '/contacts({contact})',
      },
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
    then: [lookupIs('accounts({new})', '_primarycontactid_value', '{contact}')],
  },
  {
    name: 'a binding needs no leading slash',
    source: associate('Associate tables on update'),
    rows: { contact },
    request: {
      method: 'POST',
      path: 'accounts',
      body: { accountid: '{new}', name: '{mark}', 'primarycontactid@odata.bind': 'contacts({contact})' },
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
    then: [lookupIs('accounts({new})', '_primarycontactid_value', '{contact}')],
  },
  {
    name: 'a binding may be an absolute URL',
    source: associate('Add a reference to a collection-valued navigation property'),
    rows: { contact },
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark}',
        'primarycontactid@odata.bind': '{root}/contacts({contact})',
      },
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
    then: [lookupIs('accounts({new})', '_primarycontactid_value', '{contact}')],
  },
  {
    name: 'a binding may name an alternate key',
    source: alternateKeys('Use an alternate key to reference a record'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}-bound' } } },
    request: {
      method: 'POST',
      path: 'contacts',
      body: {
        contactid: '{new}',
        lastname: '{mark}',
        'parentcustomerid_account@odata.bind': "/accounts(cw_key='{mark}-bound')",
      },
      makes: ['contacts({new})'],
    },
    answer: written('contacts', '{new}'),
    then: [lookupIs('contacts({new})', '_parentcustomerid_value', '{account}')],
  },
  {
    name: 'what a create binds can be expanded in its answer',
    source: page('Associate table rows on create'),
    rows: { contact },
    request: {
      method: 'POST',
      path: 'accounts?$select=name&$expand=primarycontactid($select=fullname)',
      headers: { prefer: 'return=representation' },
      body: {
        accountid: '{new}',
        name: '{mark} Sample Account',
        'primarycontactid@odata.bind': '/contacts({contact})',
      },
      makes: ['accounts({new})'],
    },
    answer: created(
      row('accounts(name,primarycontactid(fullname))/$entity', {
        name: '{mark} Sample Account',
        accountid: '{new}',
        primarycontactid: member({ fullname: 'Yvonne {mark}', contactid: '{contact}' }),
      }),
    ),
  },
  {
    name: 'a new row is bound to many by an array on the collection',
    source: page('Associate table rows on create'),
    rows: { contact, other: contact },
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark}',
        'contact_customer_accounts@odata.bind': ['/contacts({contact})', '/contacts({other})'],
      },
      makes: ['accounts({new})'],
    },
    answer: written('accounts', '{new}'),
    then: [
      {
        request: { method: 'GET', path: 'accounts({new})/contact_customer_accounts?$select=contactid' },
        answer: ok(
          including({
            value: inAnyOrder(including({ contactid: '{contact}' }), including({ contactid: '{other}' })),
          }),
        ),
      },
    ],
  },
  {
    name: 'an object in a navigation property becomes a row of its own',
    source: page('Create related table rows in one operation'),
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark} Sample Account',
        primarycontactid: { contactid: '{new2}', firstname: 'John', lastname: '{mark}' },
      },
      makes: ['contacts({new2})', 'accounts({new})'],
    },
    answer: written('accounts', '{new}'),
    then: [
      lookupIs('accounts({new})', '_primarycontactid_value', '{new2}'),
      lookupIs('contacts({new2})', 'fullname', 'John {mark}'),
    ],
  },
  {
    name: 'objects in a collection become rows of their own',
    source: page('Create related table rows in one operation'),
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark} Sample Account',
        contact_customer_accounts: [
          { contactid: '{new2}', firstname: 'Ada', lastname: '{mark}' },
          { contactid: '{new3}', firstname: 'Ben', lastname: '{mark}' },
        ],
      },
      makes: ['accounts({new})', 'contacts({new2})', 'contacts({new3})'],
    },
    answer: written('accounts', '{new}'),
    then: [
      lookupIs('contacts({new2})', '_parentcustomerid_value', '{new}'),
      lookupIs('contacts({new3})', '_parentcustomerid_value', '{new}'),
    ],
  },
  {
    name: 'rows that are made together come to be together or not at all',
    source: page('Create related table rows in one operation'),
    request: {
      method: 'POST',
      path: 'accounts',
      body: {
        accountid: '{new}',
        name: '{mark} Sample Account',
        primarycontactid: { contactid: '{new2}', firstname: 'F'.repeat(51), lastname: '{mark}' },
      },
      makes: ['contacts({new2})', 'accounts({new})'],
    },
    answer: refused(400, '0x80044331'),
    then: [
      { request: { method: 'GET', path: 'accounts({new})?$select=name' }, answer: { status: 404 } },
      { request: { method: 'GET', path: 'contacts({new2})?$select=fullname' }, answer: { status: 404 } },
    ],
  },
  {
    name: 'a row belongs to its creator, is active, and knows when it was made',
    source: powerApps('webapi/impersonate-another-user-web-api')('Determine the actual user'),
    first: [
      { request: { method: 'GET', path: 'WhoAmI' }, answer: { status: 200 }, keep: { me: '/body/UserId' } },
    ],
    rows: { account: { set: 'accounts', columns: { name: '{mark}' } } },
    request: {
      method: 'GET',
      path: 'accounts({account})?$select=createdon,modifiedon,_createdby_value,_ownerid_value,statecode,statuscode',
    },
    answer: ok(
      including({
        createdon: moment,
        modifiedon: moment,
        _createdby_value: '{me}',
        _ownerid_value: guid,
        statecode: 0,
        statuscode: 1,
      }),
    ),
  },
];

export const create: Subject = { name: 'create', goldens };
