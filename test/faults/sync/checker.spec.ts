import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkRows, checkUntouched } from './checker.js';
import type { SyncDump } from './dump.js';
import { Expected } from './expected.js';

const secret = 'a secret of the test';
const longText = 'It is dark. '.repeat(200);

/** Two customers with one contact, one of them gone since; an open case, and a closed one with a long text. */
const expected = new Expected();
const customer = (number: string) => ({
  number,
  name: `Customer ${number}`,
  city: 'Bangor',
  email: 'Ada@example.org',
});
const cases = [
  { number: 'K-1', customer: 'C-1', title: 'Dark', description: longText, status: 'Closed' },
  { number: 'K-2', customer: 'C-1', title: 'Wet', description: 'Rain', status: 'Open' },
];
expected.play({ customers: [customer('C-1'), customer('C-2')], cases });
expected.play({ customers: [customer('C-1')], cases: [] });

const keyed = (system: string, key: string) => ({
  cw_key: createHash('sha256').update(`${system}\u001f${key}`).digest('hex'),
  cw_sourcesystem: system,
  cw_naturalkey: key,
});
const account = (number: string, statecode: number) => ({
  ...keyed('customers', number),
  ...{
    accountid: `id of ${number}`,
    name: `Customer ${number}`,
    cw_customernumber: number,
    address1_city: 'Bangor',
  },
  ...{ _primarycontactid_value: 'id of Ada', statecode },
});
const contact = {
  contactid: 'id of Ada',
  cw_key: createHmac('sha256', secret).update('customers/contacts\u001fada@example.org').digest('hex'),
  ...{
    cw_sourcesystem: 'customers/contacts',
    lastname: 'ada@example.org',
    emailaddress1: 'ada@example.org',
    statecode: 0,
  },
};
const closed = {
  ...keyed('cases', 'K-1'),
  ...{
    incidentid: 'id of K-1',
    title: 'Dark',
    description: `${longText.slice(0, 1_999)}…`,
    cw_case_status: 'Closed',
  },
  ...{ _customerid_value: 'id of C-1', statecode: 1 },
};
const open = {
  ...keyed('cases', 'K-2'),
  ...{ incidentid: 'id of K-2', title: 'Wet', description: 'Rain', cw_case_status: 'Open' },
  ...{ _customerid_value: 'id of C-1', statecode: 0 },
};
const note = { annotationid: 'n-1', _objectid_value: 'id of K-1', notetext: longText };
const resolution = { activityid: 'r-1', _incidentid_value: 'id of K-1' };

const sound: SyncDump = {
  accounts: [account('C-1', 0), account('C-2', 1)],
  contacts: [contact],
  incidents: [closed, open],
  notes: [note],
  resolutions: [resolution],
};
const found = (changes: Partial<SyncDump>) =>
  checkRows({ ...sound, ...changes }, expected, secret).map(({ kind, what }) => `${kind}: ${what}`);

describe('the checker of the sync', () => {
  it('finds nothing where all is as it was delivered', () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Partial<SyncDump>, RegExp]>([
    ['a row that is not there', { incidents: [closed] }, /^lost: incident K-2 is not there/],
    [
      'a row that is there twice',
      { accounts: [...sound.accounts, account('C-1', 0)] },
      /^doubled: account C-1 is there 2/,
    ],
    ['a contact that is there twice', { contacts: [contact, contact] }, /^doubled: contact ada@example.org/],
    [
      'another value',
      { accounts: [{ ...account('C-1', 0), address1_city: 'Cardiff' }, account('C-2', 1)] },
      /^wrong: account C-1 has address1_city/,
    ],
    [
      'a row that is gone and active',
      { accounts: [account('C-1', 0), account('C-2', 0)] },
      /^wrong: account C-2 has statecode 0/,
    ],
    [
      'a key that is not as documented',
      { incidents: [closed, { ...open, cw_key: 'x' }] },
      /^wrong: incident K-2 has cw_key/,
    ],
    [
      'a lookup of another row',
      { incidents: [closed, { ...open, _customerid_value: 'id of C-2' }] },
      /^wrong: incident K-2 has customer "C-2"/,
    ],
    [
      'a case that is closed too early',
      { incidents: [closed, { ...open, statecode: 1 }] },
      /^wrong: incident K-2 has statecode 1/,
    ],
    [
      'a case that was closed twice',
      { resolutions: [resolution, resolution] },
      /^doubled: incident K-1 has resolutions 2/,
    ],
    ['a case that was not closed', { resolutions: [] }, /^wrong: incident K-1 has resolutions 0/],
    ['a note that is there twice', { notes: [note, note] }, /^doubled: incident K-1 has notes/],
    ['a note that is missing', { notes: [] }, /^wrong: incident K-1 has notes \[\]/],
    [
      'a row of nobody',
      { incidents: [closed, open, { ...open, cw_naturalkey: 'K-3' }] },
      /^wrong: incident K-3 should not/,
    ],
    [
      'a note of nothing',
      { notes: [note, { ...note, _objectid_value: 'id of K-9' }] },
      /^wrong: a note or resolution/,
    ],
  ])('finds %s', (_, changes, finding) => {
    expect(found(changes)).toEqual(expect.arrayContaining([expect.stringMatching(finding)]));
  });

  it('finds what a second run has touched, in whatever order rows are told', () => {
    const turned = { ...sound, incidents: [open, closed] };
    expect(checkUntouched(sound, turned)).toEqual([]);
    const touched = { ...sound, incidents: [closed, { ...open, versionnumber: 2 }] };
    expect(checkUntouched(sound, touched).map(({ what }) => what)).toEqual([
      expect.stringContaining('incidents'),
    ]);
  });
});
