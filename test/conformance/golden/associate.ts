import { including, inAnyOrder } from '../matching/patterns.js';
import { noContent, ok, written } from './expectations.js';
import type { Exchange, Golden, NewRow, Subject } from './golden.js';
import { powerApps } from './sources.js';

const page = powerApps('webapi/associate-disassociate-entities-using-web-api');

const account: NewRow = { set: 'accounts', columns: { name: '{mark}' } };
const contact: NewRow = { set: 'contacts', columns: { firstname: 'Lone', lastname: '{mark}' } };
const employee: NewRow = {
  set: 'contacts',
  columns: { lastname: '{mark}', 'parentcustomerid_account@odata.bind': '/accounts({account})' },
};
const withContact: NewRow = {
  set: 'accounts',
  columns: { name: '{mark}', 'primarycontactid@odata.bind': '/contacts({contact})' },
};
const worksFor = (id: string | null): Exchange => ({
  request: { method: 'GET', path: 'contacts({contact})?$select=_parentcustomerid_value' },
  answer: ok(including({ _parentcustomerid_value: id })),
});
const isContactOfAccount = (id: string | null): Exchange => ({
  request: { method: 'GET', path: 'accounts({account})?$select=_primarycontactid_value' },
  answer: ok(including({ _primarycontactid_value: id })),
});

const goldens: readonly Golden[] = [
  {
    name: 'a row is added to a collection by its absolute URL',
    source: page('Add a reference to a collection-valued navigation property'),
    rows: { account, contact },
    request: {
      method: 'POST',
      path: 'accounts({account})/contact_customer_accounts/$ref',
      body: { '@odata.id': '{root}/contacts({contact})' },
    },
    answer: noContent(),
    then: [worksFor('{account}')],
  },
  {
    name: 'a lookup is set by PUT on its reference, with a relative URL',
    source: page('Change the reference in a single-valued navigation property'),
    rows: { account, contact },
    request: {
      method: 'PUT',
      path: 'accounts({account})/primarycontactid/$ref',
      body: { '@odata.id': 'contacts({contact})' },
    },
    answer: noContent(),
    then: [isContactOfAccount('{contact}')],
  },
  {
    name: 'one of several targets is set through the navigation property of its table',
    source: page('Change the reference in a single-valued navigation property'),
    rows: { account, contact },
    request: {
      method: 'PUT',
      path: 'contacts({contact})/parentcustomerid_account/$ref',
      body: { '@odata.id': 'accounts({account})' },
    },
    answer: noContent(),
    then: [worksFor('{account}')],
  },
  {
    name: 'a row is taken out of a collection by its URL in $id',
    source: page('Remove a reference to a table'),
    rows: { account, contact: employee },
    request: {
      method: 'DELETE',
      path: 'accounts({account})/contact_customer_accounts/$ref?$id={root}/contacts({contact})',
    },
    answer: noContent(),
    then: [worksFor(null)],
  },
  {
    name: 'a row is taken out of a collection by its id in the path',
    source: page('Remove a reference to a table'),
    rows: { account, contact: employee },
    request: { method: 'DELETE', path: 'accounts({account})/contact_customer_accounts({contact})/$ref' },
    answer: noContent(),
    then: [worksFor(null)],
  },
  {
    name: 'a lookup is emptied by DELETE on its reference',
    source: page('Remove a reference to a table'),
    rows: { contact, account: withContact },
    request: { method: 'DELETE', path: 'accounts({account})/primarycontactid/$ref' },
    answer: noContent(),
    then: [isContactOfAccount(null)],
  },
  {
    name: 'a lookup is set by a binding in an update',
    source: page('Associate tables on update'),
    rows: { account, contact },
    request: {
      method: 'PATCH',
      path: 'accounts({account})',
      body: { 'primarycontactid@odata.bind': 'contacts({contact})' },
    },
    answer: written('accounts', '{account}'),
    then: [isContactOfAccount('{contact}')],
  },
  {
    name: 'a lookup is emptied by a binding to null',
    source: page('Disassociate tables on update'),
    rows: { contact, account: withContact },
    request: { method: 'PATCH', path: 'accounts({account})', body: { 'primarycontactid@odata.bind': null } },
    answer: written('accounts', '{account}'),
    then: [isContactOfAccount(null)],
  },
  {
    name: 'a lookup is emptied by null in its navigation property',
    source: page('Disassociate tables on update'),
    rows: { contact, account: withContact },
    request: { method: 'PATCH', path: 'accounts({account})', body: { primarycontactid: null } },
    answer: written('accounts', '{account}'),
    then: [isContactOfAccount(null)],
  },
  {
    name: 'what was associated is in the collection',
    source: page('Add a reference to a collection-valued navigation property'),
    rows: { account, contact: employee, other: employee },
    request: { method: 'GET', path: 'accounts({account})/contact_customer_accounts?$select=contactid' },
    answer: ok(
      including({
        value: inAnyOrder(including({ contactid: '{contact}' }), including({ contactid: '{other}' })),
      }),
    ),
  },
];

export const associate: Subject = { name: 'associate', goldens };
