import { anyText, including } from '../matching/patterns.js';
import { ok, refused } from './expectations.js';
import type { Golden, NewRow, Subject } from './golden.js';
import { errorCodes, incidentTable, powerApps } from './sources.js';

const files = powerApps('attachment-annotation-files');
const HELLO = Buffer.from('Hello').toString('base64');

const customer: NewRow = { set: 'contacts', columns: { firstname: 'Cust', lastname: '{mark}' } };
const incident: NewRow = {
  set: 'incidents',
  columns: { title: '{mark}', 'customerid_contact@odata.bind': '/contacts({customer})' },
};

const goldens: readonly Golden[] = [
  {
    name: 'a note belongs to a case, and keeps letters of any script',
    source: incidentTable('Incident_Annotation'),
    rows: {
      customer,
      incident,
      note: {
        set: 'annotations',
        columns: {
          subject: '{mark}',
          notetext: 'Grüße, 你好',
          'objectid_incident@odata.bind': '/incidents({incident})',
        },
      },
    },
    request: { method: 'GET', path: 'annotations({note})?$select=notetext,_objectid_value,isdocument' },
    answer: ok(including({ notetext: 'Grüße, 你好', _objectid_value: '{incident}', isdocument: false })),
  },
  {
    name: 'a note holds a small file as base64',
    source: files('Use file data with Attachment and Note records'),
    rows: {
      customer,
      note: {
        set: 'annotations',
        columns: {
          subject: '{mark}',
          filename: 'hello.txt',
          mimetype: 'text/plain',
          documentbody: HELLO,
          'objectid_contact@odata.bind': '/contacts({customer})',
        },
      },
    },
    request: { method: 'GET', path: 'annotations({note})?$select=filename,mimetype,documentbody' },
    answer: ok(including({ filename: 'hello.txt', mimetype: 'text/plain', documentbody: HELLO })),
  },
  {
    name: 'a note holds no file of a kind that is blocked',
    source: errorCodes('0x80043e09'),
    unknown: 'which kinds are blocked is set for each organisation; programs are by default',
    request: {
      method: 'POST',
      path: 'annotations',
      body: { annotationid: '{new}', subject: '{mark}', filename: 'a.exe', documentbody: HELLO },
      makes: ['annotations({new})'],
    },
    answer: refused(
      400,
      '0x80043e09',
      'The attachment is either not a valid type or is too large. It cannot be uploaded or downloaded.',
    ),
  },
  {
    name: 'the notes of a row can be expanded',
    source: powerApps('webapi/query/join-tables')('Expand collection-valued navigation properties'),
    rows: {
      account: { set: 'accounts', columns: { name: '{mark}' } },
      note: {
        set: 'annotations',
        columns: { subject: '{mark}', 'objectid_account@odata.bind': '/accounts({account})' },
      },
    },
    request: {
      method: 'GET',
      path: 'accounts({account})?$select=name&$expand=Account_Annotation($select=subject)',
    },
    answer: ok(including({ Account_Annotation: [including({ annotationid: '{note}', subject: '{mark}' })] })),
  },
  {
    name: 'a note on nothing that is there is refused',
    source: errorCodes('0x80040217', 'R'),
    request: {
      method: 'POST',
      path: 'annotations',
      body: {
        annotationid: '{new}',
        subject: '{mark}',
        'objectid_incident@odata.bind': '/incidents({missing})',
      },
      makes: ['annotations({new})'],
    },
    answer: refused(404, '0x80040217', anyText),
  },
];

export const notes: Subject = { name: 'notes', goldens };
