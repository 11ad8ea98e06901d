import { flag, lookup, text } from '../table-map/column.js';
import { defineTable } from '../table-map/table.js';

/** A note, which may carry a file, on another row. */
export const annotationTable = defineTable({
  name: 'annotation',
  entitySet: 'annotations',
  primaryId: 'annotationid',
  columns: {
    subject: text('subject', 500),
    text: text('notetext', 100_000),
    fileName: text('filename', 255),
    mimeType: text('mimetype', 256),
    documentBody: text('documentbody', 1_073_741_823),
    isDocument: flag('isdocument'),
    regarding: lookup('objectid', {
      incident: 'objectid_incident',
      contact: 'objectid_contact',
      account: 'objectid_account',
    }),
  },
});
