import {
  absent,
  anything,
  either,
  etag,
  including,
  inAnyOrder,
  like,
  matching,
} from '../matching/patterns.js';
import { member, noContent, ok, refused, row, rows } from './expectations.js';
import type { Golden, Subject } from './golden.js';
import { alternateKeys, errorCodes, powerApps } from './sources.js';

const page = powerApps('webapi/retrieve-entity-using-web-api');
const conditional = powerApps('webapi/perform-conditional-operations-using-web-api');
const get = (path: string, headers?: Record<string, string>) =>
  ({ method: 'GET', path, ...(headers && { headers }) }) as const;

const unchanged = { set: 'accounts', columns: { name: '{mark} Unchanged' } } as const;

const goldens: readonly Golden[] = [
  {
    name: 'a row comes with what was selected, its id and its ETag',
    source: page('Retrieve specific properties'),
    world: true,
    request: get('accounts({acme})?$select=name,address1_city'),
    answer: ok(
      row('accounts(name,address1_city)/$entity', {
        name: '{mark} Acme',
        address1_city: 'Seattle',
        accountid: '{acme}',
      }),
      { etag },
    ),
  },
  {
    name: 'without $select a row comes with all its properties',
    source: page('Basic retrieve example'),
    world: true,
    request: get('accounts({acme})'),
    answer: ok(
      including({
        '@odata.context': '{root}/$metadata#accounts/$entity',
        '@odata.etag': etag,
        accountid: '{acme}',
        name: '{mark} Acme',
        emailaddress1: null,
        _primarycontactid_value: '{zoe}',
        statecode: 0,
      }),
    ),
  },
  {
    name: 'a row is addressed by its primary key, named',
    source: alternateKeys('Use an alternate key to reference a record'),
    world: true,
    request: get('accounts(accountid={acme})?$select=name'),
    answer: ok(including({ accountid: '{acme}', name: '{mark} Acme' })),
  },
  {
    name: 'a row is found by an alternate key',
    source: page('Retrieve using an alternate key'),
    needsKey: true,
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}-get' } } },
    request: get("accounts(cw_key='{mark}-get')?$select=name"),
    answer: ok(including({ accountid: '{account}', name: '{mark}' })),
  },
  {
    name: 'a single property comes as a value with its own context',
    source: page('Retrieve a single property value'),
    world: true,
    request: get('accounts({acme})/name'),
    answer: ok({ '@odata.context': '{root}/$metadata#accounts({acme})/name', value: '{mark} Acme' }),
  },
  {
    name: 'a single property without a value is no content',
    source: page('Retrieve a single property value', 'M'),
    unknown: 'OData says 204; no page of the platform shows it',
    world: true,
    request: get('accounts({acme})/emailaddress1'),
    answer: noContent(),
  },
  {
    name: 'the raw value of a property is text',
    source: page('Retrieve a single property value', 'M'),
    unknown: 'OData says text/plain; no page of the platform shows it',
    world: true,
    request: get('accounts({acme})/name/$value'),
    answer: {
      status: 200,
      headers: { 'content-type': matching(/^text\/plain/) },
      body: like('<text>{mark} Acme'),
    },
  },
  {
    name: 'the row behind a lookup is reached through its navigation property',
    source: page('Retrieve navigation property values'),
    world: true,
    request: get('accounts({acme})/primarycontactid?$select=fullname'),
    answer: ok(row('contacts(fullname)/$entity', { fullname: 'Zoe {mark}', contactid: '{zoe}' })),
  },
  {
    name: 'a lookup that is empty leads to no content',
    source: page('Retrieve navigation property values', 'M'),
    unknown: 'OData says 204; no page of the platform shows it',
    world: true,
    request: get('accounts({bolt})/primarycontactid?$select=fullname'),
    answer: noContent(),
  },
  {
    name: 'the rows of a collection-valued navigation property come as a collection',
    source: powerApps('webapi/query/overview')('Filtered collections'),
    world: true,
    request: get('accounts({acme})/contact_customer_accounts?$select=firstname'),
    answer: ok(
      rows(
        'contacts(firstname)',
        inAnyOrder(
          member({ firstname: 'Ann', contactid: '{ann}' }),
          member({ firstname: 'Bob', contactid: '{bob}' }),
          member({ firstname: "O'Cyd", contactid: '{cyd}' }),
        ),
      ),
    ),
  },
  {
    name: 'the rows of a collection can be filtered and ordered like any other',
    source: powerApps('webapi/query/overview')('Filtered collections'),
    world: true,
    request: get(
      "accounts({acme})/contact_customer_accounts?$select=firstname&$filter=firstname ne 'Bob'&$orderby=firstname desc",
    ),
    answer: ok(including({ value: [including({ firstname: "O'Cyd" }), including({ firstname: 'Ann' })] })),
  },
  {
    name: 'a collection can be asked for references alone',
    source: page('Retrieve navigation property values'),
    world: true,
    request: get('accounts({acme})/contact_customer_accounts/$ref'),
    answer: ok(
      rows(
        'Collection($ref)',
        inAnyOrder(
          { '@odata.id': '{root}/contacts({ann})' },
          { '@odata.id': '{root}/contacts({bob})' },
          { '@odata.id': '{root}/contacts({cyd})' },
        ),
      ),
    ),
  },
  {
    name: 'a lookup can be asked for its reference alone',
    source: page('Retrieve navigation property values', 'M'),
    unknown: 'the page shows references of a collection only',
    world: true,
    request: get('accounts({acme})/primarycontactid/$ref'),
    answer: ok({ '@odata.context': '{root}/$metadata#$ref', '@odata.id': '{root}/contacts({zoe})' }),
  },
  {
    name: 'the rows of a collection can be counted',
    source: page('Retrieve navigation property values'),
    world: true,
    request: get('accounts({acme})/contact_customer_accounts/$count'),
    answer: {
      status: 200,
      headers: { 'content-type': matching(/^text\/plain/) },
      body: matching(/^\uFEFF?3$/),
    },
  },
  {
    name: 'the version that a client has is not sent again',
    source: conditional('Conditional retrievals'),
    rows: { account: unchanged },
    request: get('accounts({account})?$select=name', { 'if-none-match': '{account.etag}' }),
    answer: { status: 304, headers: { 'odata-version': '4.0' }, body: absent },
  },
  {
    name: 'a version that is not the current one is answered with the row',
    source: conditional('Conditional retrievals'),
    rows: { account: unchanged },
    request: get('accounts({account})?$select=name', { 'if-none-match': 'W/"1"' }),
    answer: ok(including({ name: '{mark} Unchanged' })),
  },
  {
    name: 'If-None-Match: null is a word against caches, not a version',
    source: powerApps('webapi/compose-http-requests-handle-errors')('HTTP headers'),
    rows: { account: unchanged },
    request: get('accounts({account})?$select=name', { 'if-none-match': 'null' }),
    answer: ok(including({ name: '{mark} Unchanged' })),
  },
  {
    name: 'with $expand there is never a 304',
    source: conditional('Query must not include $expand'),
    rows: { account: unchanged },
    request: get('accounts({account})?$select=name&$expand=primarycontactid($select=fullname)', {
      'if-none-match': '{account.etag}',
    }),
    answer: ok(including({ name: '{mark} Unchanged', primarycontactid: null })),
  },
  {
    name: 'with annotations there is never a 304',
    source: conditional('Query must not include annotations'),
    rows: { account: unchanged },
    request: get('accounts({account})?$select=name', {
      'if-none-match': '{account.etag}',
      prefer: 'odata.include-annotations="*"',
    }),
    answer: ok(including({ name: '{mark} Unchanged' })),
  },
  {
    name: 'a row that is not there is told with its table and id',
    source: conditional('Prevent create in upsert', 'S'),
    request: get('accounts({missing})?$select=name'),
    answer: refused(404, '0x80040217', like('<word> With Id = {missing} Does Not Exist')),
  },
  {
    name: 'a row that is not there by its key is told so',
    source: errorCodes('0x80060891'),
    needsKey: true,
    request: get("accounts(cw_key='{missing}')?$select=name"),
    answer: refused(
      404,
      '0x80060891',
      'A record with the specified key values does not exist in account entity',
    ),
  },
  {
    name: 'columns that are no key do not address a row',
    source: alternateKeys('Exceptions when using alternate keys with the Web API'),
    request: get("accounts(address1_city='Seattle')?$select=name"),
    answer: refused(
      400,
      anything,
      "The key in the request URI is not valid for resource 'Microsoft.Dynamics.CRM.account'. Ensure that the names and number of key properties match the declared or alternate key properties for the resource 'Microsoft.Dynamics.CRM.account'.",
    ),
  },
  {
    name: 'a key with a slash in it does not work',
    source: powerApps('define-alternate-keys-entity')('Create alternate keys'),
    needsKey: true,
    unknown: 'that it does not work is documented, its answer is not',
    rows: { account: { set: 'accounts', columns: { name: '{mark}', cw_key: '{mark}/x' } } },
    request: get("accounts(cw_key='{mark}%2Fx')?$select=name"),
    answer: { status: either(400, 404) },
  },
  {
    name: 'the name of an entity set is that of the document, to the case of its letters',
    source: errorCodes('0x8006088a', 'S'),
    request: get('Account'),
    answer: refused(404, '0x8006088a', "Resource not found for the segment 'Account'."),
  },
  {
    name: 'a property that does not exist cannot be selected',
    source: errorCodes('0x0', 'S'),
    request: get('accounts({missing})?$select=Name'),
    answer: refused(
      400,
      '0x0',
      like("Could not find a property named 'Name' on type 'Microsoft.Dynamics.CRM.account'.<text>"),
    ),
  },
];

const join = powerApps('webapi/query/join-tables');
const contactOf = (context: string) => ({
  '@odata.context': either(
    `{root}/$metadata#accounts(name,primarycontactid(${context}))/$entity`,
    `{root}/$metadata#accounts(name,primarycontactid,primarycontactid(${context}))/$entity`,
  ),
});
const employees = (first: unknown) => ({ contact_customer_accounts: first });

const expanding: readonly Golden[] = [
  {
    name: 'a lookup is expanded with what is selected of it',
    source: page('Retrieve related tables for a table by expanding navigation properties'),
    world: true,
    request: get('accounts({acme})?$select=name&$expand=primarycontactid($select=contactid,fullname)'),
    answer: ok(
      including({
        ...contactOf('contactid,fullname'),
        '@odata.etag': etag,
        name: '{mark} Acme',
        accountid: '{acme}',
        primarycontactid: including({ contactid: '{zoe}', fullname: 'Zoe {mark}' }),
      }),
    ),
  },
  {
    name: 'an empty lookup is expanded to null',
    source: page('Retrieve related tables for a table by expanding navigation properties', 'M'),
    unknown: 'OData says null; no page of the platform shows it',
    world: true,
    request: get('accounts({bolt})?$select=name&$expand=primarycontactid($select=fullname)'),
    answer: ok(including({ name: '{mark} Bolt', primarycontactid: null })),
  },
  {
    name: 'a lookup is expanded to its reference',
    source: join('Return references'),
    world: true,
    request: get('accounts({acme})?$select=name&$expand=primarycontactid/$ref'),
    answer: ok(
      including({
        name: '{mark} Acme',
        _primarycontactid_value: '{zoe}',
        primarycontactid: { '@odata.id': '{root}/contacts({zoe})' },
      }),
    ),
  },
  {
    name: 'a collection is expanded to its rows',
    source: page('Retrieve related tables for a table by expanding navigation properties'),
    world: true,
    request: get('accounts({acme})?$select=name&$expand=contact_customer_accounts($select=firstname)'),
    answer: ok(
      including({
        name: '{mark} Acme',
        ...employees(
          inAnyOrder(
            including({ '@odata.etag': etag, firstname: 'Ann', contactid: '{ann}' }),
            including({ firstname: 'Bob' }),
            including({ firstname: "O'Cyd" }),
          ),
        ),
      }),
    ),
  },
  {
    name: 'the rows of an expanded collection are filtered, ordered and limited',
    source: page('Options to apply to expanded tables'),
    world: true,
    request: get(
      "accounts({acme})?$select=name&$expand=contact_customer_accounts($select=firstname;$filter=firstname ne 'Bob';$orderby=firstname desc;$top=1)",
    ),
    answer: ok(including(employees([including({ firstname: "O'Cyd" })]))),
  },
  {
    name: 'several navigation properties are expanded at once',
    source: join('Limit columns with $select'),
    world: true,
    request: get(
      'accounts({acme})?$select=name&$expand=primarycontactid($select=fullname),contact_customer_accounts($select=fullname)',
    ),
    answer: ok(
      including({
        primarycontactid: including({ fullname: 'Zoe {mark}' }),
        ...employees(
          inAnyOrder(
            including({ fullname: 'Ann {mark}' }),
            including({ fullname: 'Bob {mark}' }),
            including({ fullname: "O'Cyd {mark}" }),
          ),
        ),
      }),
    ),
  },
  {
    name: 'lookups are expanded level by level',
    source: join('Nested expand of single-valued navigation properties'),
    world: true,
    request: get(
      'contacts({ann})?$select=fullname&$expand=parentcustomerid_account($select=name;$expand=primarycontactid($select=fullname))',
    ),
    answer: ok(
      including({
        fullname: 'Ann {mark}',
        parentcustomerid_account: including({
          name: '{mark} Acme',
          primarycontactid: including({ fullname: 'Zoe {mark}' }),
        }),
      }),
    ),
  },
  {
    name: 'the creator is expanded with both of the names of its key',
    source: join('Expand single-valued navigation properties'),
    world: true,
    first: [{ request: get('WhoAmI'), answer: { status: 200 }, keep: { me: '/body/UserId' } }],
    request: get('accounts({acme})?$select=name&$expand=createdby($select=fullname)'),
    answer: ok(
      including({ createdby: including({ systemuserid: '{me}', ownerid: '{me}', fullname: anything }) }),
    ),
  },
  {
    name: 'an expanded collection of a query says where its rows are, with no page in it',
    source: join('Single $expand on collection-valued navigation properties'),
    world: true,
    request: get(
      "accounts?$select=name&$filter=accountnumber eq '{mark}'&$expand=contact_customer_accounts($select=fullname)",
    ),
    answer: ok(
      including({
        value: inAnyOrder(
          including({
            accountid: '{acme}',
            'contact_customer_accounts@odata.nextLink':
              '{root}/accounts({acme})/contact_customer_accounts?$select=fullname',
            ...employees(
              inAnyOrder(
                including({ fullname: 'Ann {mark}', _parentcustomerid_value: '{acme}' }),
                including({ fullname: 'Bob {mark}' }),
                including({ fullname: "O'Cyd {mark}" }),
              ),
            ),
          }),
          including({ accountid: '{bolt}', contact_customer_accounts: [] }),
          including({ accountid: '{crux}', contact_customer_accounts: [] }),
        ),
      }),
    ),
  },
  {
    name: 'references are for lookups, not for collections',
    source: join('Return references'),
    world: true,
    request: get('accounts?$select=name&$expand=contact_customer_accounts/$ref'),
    answer: refused(
      400,
      '0x80060888',
      'Expand with $ref is only supported on lookup type navigation property.',
    ),
  },
  {
    name: 'a collection with something expanded in it takes neither $top nor $orderby',
    source: join('Nested $expand on collection-valued navigation properties'),
    world: true,
    request: get(
      'accounts?$select=name&$expand=contact_customer_accounts($select=fullname;$top=1;$expand=createdby($select=fullname))',
    ),
    answer: refused(
      400,
      '0x80060888',
      'Only $select and $filter clause can be provided while doing $expand on many-to-one relationship or nested one-to-many relationship.',
    ),
  },
  {
    name: 'what is expanded in an expanded collection makes the collection come in pages',
    source: join('Nested $expand on collection-valued navigation properties'),
    world: true,
    request: get(
      "accounts?$select=name&$filter=accountnumber eq '{mark}' and name eq '{mark} Acme'&$expand=contact_customer_accounts($select=fullname;$expand=createdby($select=fullname))",
      { prefer: 'odata.maxpagesize=1' },
    ),
    answer: ok(
      including({
        value: [
          including({
            ...employees([including({ createdby: including({ fullname: anything }) })]),
            'contact_customer_accounts@odata.nextLink': like(
              '{root}/accounts({acme})/contact_customer_accounts?$select=fullname<text>$skiptoken=<text>',
            ),
          }),
        ],
      }),
    ),
  },
];

export const retrieve: Subject = { name: 'retrieve', goldens };
export const expand: Subject = { name: 'expand', goldens: expanding };
