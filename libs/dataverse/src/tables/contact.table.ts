import { choice, lookup, text } from '../table-map/column.js';
import { defineTable } from '../table-map/table.js';

/** The primary e-mail address, in both tables that are customers. */
export const emailAddressColumn = 'emailaddress1';

/** A person: who reported a case, or whom an organisation knows. */
export const contactTable = defineTable({
  name: 'contact',
  entitySet: 'contacts',
  primaryId: 'contactid',
  keys: [['key']],
  columns: {
    firstName: text('firstname', 50),
    lastName: text('lastname', 50),
    fullName: text('fullname', 160, { set: 'server' }),
    email: text(emailAddressColumn, 100),
    mobilePhone: text('mobilephone', 50),
    phone: text('telephone1', 50),
    description: text('description', 2_000),
    externalIdentifier: text('externaluseridentifier', 50),
    preferredContactMethod: choice('preferredcontactmethodcode', {
      any: 1,
      email: 2,
      phone: 3,
      fax: 4,
      mail: 5,
    }),
    employer: lookup('parentcustomerid', {
      account: 'parentcustomerid_account',
      contact: 'parentcustomerid_contact',
    }),
    key: text('cw_key', 64),
    naturalKey: text('cw_naturalkey', 400),
    state: choice('statecode', { active: 0, inactive: 1 }, { set: 'server' }),
  },
  collections: {
    contacts: { navigation: 'contact_customer_contacts', table: 'contact' },
    cases: { navigation: 'incident_customer_contacts', table: 'incident' },
    notes: { navigation: 'Contact_Annotation', table: 'annotation' },
  },
});
