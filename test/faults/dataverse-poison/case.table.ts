import { choice, defineTable, lookup, text } from '#lib/dataverse';

/** Cases, by a map that lets pass what the real one would refuse before anything is sent. */
export const caseTable = defineTable({
  name: 'incident',
  entitySet: 'incidents',
  primaryId: 'incidentid',
  keys: [['key']],
  columns: {
    title: text('title', 200),
    customer: lookup('customerid', { account: 'customerid_account', contact: 'customerid_contact' }),
    origin: choice('caseorigincode', { phone: 1, unheardOf: 99 }),
    status: choice('statuscode', { onHold: 2, problemSolved: 5 }),
    escalatedInWords: text('isescalated', 10),
    key: text('cw_key', 64),
  },
  collections: {},
});
