import type { NewRow } from './golden.js';

/**
 * The rows that goldens of reading share: nobody changes them. Every one can be told from the rest of a sandbox by the mark, in
 * `accountnumber`, `externaluseridentifier` and `emailaddress`.
 *
 * Contacts: Ann, Bob and O'Cyd work for Acme; Zoe is its primary contact and works for nobody.
 */
export const world: Readonly<Record<string, NewRow>> = {
  zoe: {
    set: 'contacts',
    columns: {
      firstname: 'Zoe',
      lastname: '{mark}',
      externaluseridentifier: '{mark}',
      emailaddress1: 'zoe@example.org',
      preferredcontactmethodcode: 3,
    },
  },
  acme: {
    set: 'accounts',
    columns: {
      name: '{mark} Acme',
      accountnumber: '{mark}',
      address1_city: 'Seattle',
      address1_stateorprovince: 'WA',
      telephone1: '+123',
      'primarycontactid@odata.bind': '/contacts({zoe})',
    },
  },
  bolt: {
    set: 'accounts',
    columns: {
      name: '{mark} Bolt',
      accountnumber: '{mark}',
      address1_city: 'Tacoma',
      address1_stateorprovince: 'WA',
    },
  },
  crux: {
    set: 'accounts',
    columns: {
      name: '{mark} Crux 100%',
      accountnumber: '{mark}',
      address1_city: 'Portland',
      address1_stateorprovince: 'OR',
    },
  },
  ann: {
    set: 'contacts',
    columns: {
      firstname: 'Ann',
      lastname: '{mark}',
      externaluseridentifier: '{mark}',
      emailaddress1: 'ann@example.org',
      preferredcontactmethodcode: 1,
      'parentcustomerid_account@odata.bind': '/accounts({acme})',
    },
  },
  bob: {
    set: 'contacts',
    columns: {
      firstname: 'Bob',
      lastname: '{mark}',
      externaluseridentifier: '{mark}',
      description: 'Bob',
      preferredcontactmethodcode: 2,
      'parentcustomerid_account@odata.bind': '/accounts({acme})',
    },
  },
  cyd: {
    set: 'contacts',
    columns: {
      firstname: "O'Cyd",
      lastname: '{mark}',
      externaluseridentifier: '{mark}',
      description: 'Tall',
      preferredcontactmethodcode: 2,
      'parentcustomerid_account@odata.bind': '/accounts({acme})',
    },
  },
  lamp: {
    set: 'incidents',
    columns: {
      title: '{mark} lamp',
      emailaddress: '{mark}@example.org',
      prioritycode: 1,
      casetypecode: 2,
      caseorigincode: 3,
      isescalated: true,
      followupby: '2031-05-04',
      'customerid_account@odata.bind': '/accounts({acme})',
    },
  },
  hole: {
    set: 'incidents',
    columns: {
      title: '{mark} hole',
      emailaddress: '{mark}@example.org',
      prioritycode: 3,
      caseorigincode: 1,
      followupby: '2031-06-05',
      'customerid_contact@odata.bind': '/contacts({ann})',
    },
  },
};
