import { choice, lookup, text } from '../table-map/column.js';
import { emailAddressColumn } from './contact.table.js';
import { defineTable } from '../table-map/table.js';

/** An organisation. */
export const accountTable = defineTable({
  name: 'account',
  entitySet: 'accounts',
  primaryId: 'accountid',
  keys: [['key']],
  columns: {
    name: text('name', 160),
    accountNumber: text('accountnumber', 20),
    description: text('description', 2_000),
    email: text(emailAddressColumn, 100),
    phone: text('telephone1', 50),
    city: text('address1_city', 80),
    stateOrProvince: text('address1_stateorprovince', 50),
    primaryContact: lookup('primarycontactid', { contact: 'primarycontactid' }),
    key: text('cw_key', 64),
    naturalKey: text('cw_naturalkey', 400),
    state: choice('statecode', { active: 0, inactive: 1 }, { set: 'server' }),
  },
  collections: {
    contacts: { navigation: 'contact_customer_accounts', table: 'contact' },
    cases: { navigation: 'incident_customer_accounts', table: 'incident' },
    notes: { navigation: 'Account_Annotation', table: 'annotation' },
  },
});
