import { describe, expect, it } from 'vitest';
import { check } from './checker.js';
import type { StoredRow } from '../support/dataverse-control.js';
import type { Dump } from './dump.js';
import type { Answer, Entry } from './transcript.js';

const LONG = 'It is worse after dark. '.repeat(100);

/** Two cases: one with a reporter, a long description and an external reference, told at once; one plain, told later. */
const transcript = (answers: Partial<Record<'first' | 'second', Answer[]>> = {}): Entry[] => [
  {
    key: 'first',
    post: {
      category: 'roads',
      title: 'Pothole (1)',
      description: LONG,
      location: { address: '1 High Street' },
      reporter: { email: 'Ada@Example.org' },
      externalReference: { system: 'sample', id: '1' },
    },
    answers: answers.first ?? [
      { status: 'none', reason: 'ECONNRESET' },
      { status: 201, reference: 'CW-1', ticketNumber: 'CAS-1' },
    ],
  },
  {
    key: 'second',
    post: {
      category: 'signs',
      title: 'Sign (2)',
      description: 'Gone.',
      location: { address: '2 Mill Lane' },
    },
    answers: answers.second ?? [{ status: 409 }, { status: 202, reference: 'CW-2' }],
  },
];

const first: StoredRow = {
  incidentid: 'i-1',
  title: 'Pothole (1)',
  ticketnumber: 'CAS-1',
  cw_reference: 'CW-1',
  cw_externalsystem: 'sample',
  cw_externalid: '1',
  _customerid_value: 'c-1',
};
const second: StoredRow = {
  incidentid: 'i-2',
  title: 'Sign (2)',
  ticketnumber: 'CAS-2',
  cw_reference: 'CW-2',
  cw_externalsystem: null,
  cw_externalid: null,
  _customerid_value: 'c-0',
};
const ada: StoredRow = { contactid: 'c-1', emailaddress1: 'ada@example.org', mobilephone: null };
const anonymous: StoredRow = { contactid: 'c-0', emailaddress1: null, mobilephone: null };
const note: StoredRow = { annotationid: 'n-1', _objectid_value: 'i-1', notetext: LONG };

const dump = (changes: Partial<Dump> = {}): Dump => ({
  incidents: [first, second],
  contacts: [ada, anonymous],
  annotations: [note],
  ...changes,
});

const findings = (entries: Entry[], rows: Dump): string[] =>
  check(entries, rows).findings.map(({ kind, what }) => `${kind}: ${what}`);

describe('the checker', () => {
  it('finds nothing when every acknowledged case is one incident', () => {
    expect(check(transcript(), dump())).toEqual({ posted: 2, accepted: 2, findings: [] });
  });

  it('lets a case whose sender never had an answer be there or not', () => {
    const unanswered = transcript({ second: [{ status: 'none', reason: 'ECONNREFUSED' }] });
    expect(check(unanswered, dump())).toMatchObject({ accepted: 1, findings: [] });
    expect(findings(unanswered, dump({ incidents: [first], contacts: [ada] }))).toEqual([]);
  });

  it.each<[string, Entry[], Dump, string]>([
    [
      'an acknowledged case that is not there',
      transcript(),
      dump({ incidents: [first] }),
      'lost: CW-2 (second) was acknowledged and is no incident',
    ],
    [
      'a case that is there twice under one reference',
      transcript(),
      dump({ incidents: [first, second, { ...second, incidentid: 'i-3' }] }),
      'doubled: CW-2 (second) is 2 incidents',
    ],
    [
      'a case that is there twice under two references',
      transcript(),
      dump({ incidents: [first, second, { ...second, incidentid: 'i-3', cw_reference: 'CW-3' }] }),
      'doubled: second is more than one incident',
    ],
    [
      'an unanswered case that is there twice',
      transcript({ second: [] }),
      dump({ incidents: [first, second, { ...second, incidentid: 'i-3', cw_reference: 'CW-3' }] }),
      'doubled: second is more than one incident',
    ],
    [
      'a key that was told two references',
      transcript({
        second: [
          { status: 202, reference: 'CW-2' },
          { status: 202, reference: 'CW-9' },
        ],
      }),
      dump(),
      'wrong: second was told CW-2 and CW-9',
    ],
    [
      'a reference that is another case',
      transcript(),
      dump({ incidents: [first, { ...second, cw_reference: 'CW-9' }] }),
      'wrong: second was told CW-2, but is CW-9',
    ],
    [
      'a ticket number that is not the incident’s',
      transcript(),
      dump({ incidents: [{ ...first, ticketnumber: 'CAS-7' }, second] }),
      'wrong: first was told ticket CAS-1, but has CAS-7',
    ],
    [
      'a good case that was refused',
      transcript({ second: [{ status: 422 }] }),
      dump(),
      'wrong: second was answered 422',
    ],
    [
      'a failure that nobody has thought of, though the repeat went well',
      transcript({ second: [{ status: 500 }, { status: 202, reference: 'CW-2' }] }),
      dump(),
      'wrong: second was answered 500',
    ],
    [
      'an incident that nobody posted',
      transcript(),
      dump({
        incidents: [first, second, { ...second, incidentid: 'i-3', title: 'Ghost', cw_reference: 'CW-3' }],
      }),
      'wrong: nobody posted incident Ghost',
    ],
    [
      'another external reference than was posted',
      transcript(),
      dump({ incidents: [{ ...first, cw_externalid: '2' }, second] }),
      'wrong: first has another external reference than was posted',
    ],
    [
      'a long description without its note',
      transcript(),
      dump({ annotations: [] }),
      'lost: first lacks the note with its whole description',
    ],
    [
      'a note that was cut',
      transcript(),
      dump({ annotations: [{ ...note, notetext: LONG.slice(0, 2000) }] }),
      'lost: the note of first has not the whole description',
    ],
    [
      'a note that is there twice',
      transcript(),
      dump({ annotations: [note, { ...note, annotationid: 'n-2' }] }),
      'doubled: first has 2 notes',
    ],
    [
      'a note without need',
      transcript(),
      dump({ annotations: [note, { ...note, annotationid: 'n-2', _objectid_value: 'i-2' }] }),
      'wrong: second has a note without need',
    ],
    [
      'a note without its incident',
      transcript(),
      dump({ annotations: [note, { ...note, annotationid: 'n-2', _objectid_value: 'i-9' }] }),
      'wrong: note n-2 has no incident',
    ],
    [
      'a person who is two contacts',
      transcript(),
      dump({ contacts: [ada, anonymous, { ...ada, contactid: 'c-2', emailaddress1: 'ADA@example.org' }] }),
      'doubled: ada@example.org is 2 contacts',
    ],
    [
      'two anonymous contacts',
      transcript(),
      dump({ contacts: [ada, anonymous, { ...anonymous, contactid: 'c-9' }] }),
      'doubled: the anonymous reporter is 2 contacts',
    ],
    [
      'a contact that nobody posted as',
      transcript(),
      dump({ contacts: [ada, anonymous, { ...ada, contactid: 'c-2', emailaddress1: 'eve@example.org' }] }),
      'wrong: nobody posted as eve@example.org',
    ],
    [
      'a case that belongs to somebody else',
      transcript(),
      dump({ incidents: [{ ...first, _customerid_value: 'c-0' }, second] }),
      'wrong: first belongs to the anonymous reporter, not to ada@example.org',
    ],
  ])('finds %s', (_, entries, rows, finding) => {
    expect(findings(entries, rows)).toContain(finding);
  });
});
