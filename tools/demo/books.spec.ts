import { describe, expect, it } from 'vitest';
import { balance, type Entry, type IncidentRow } from './books.js';

const entry = (id: string, reference: string): Entry => ({
  row: {
    post: {
      category: 'roads',
      title: 'Hole',
      location: { address: 'x' },
      externalReference: { system: 's', id },
    },
  },
  result: { outcome: 'accepted', reference, repeated: false, ms: 1 },
});
const refusedEntry = (pointer: string, refusedBy?: 'I3'): Entry => ({
  row: { ...entry('9', '').row, ...(refusedBy && { refusedBy }) },
  result: { outcome: 'refused', code: 'validation-failed', pointers: [pointer], ms: 1 },
});
const incident = (id: string, reference: string, incidentid = `guid-${id}`): IncidentRow => ({
  incidentid,
  ticketnumber: `CAS-${id}`,
  cw_reference: reference,
  cw_externalsystem: 's',
  cw_externalid: id,
});

describe('the books', () => {
  it('balance when every accepted case is one incident and every refusal has its rule', () => {
    const books = balance(
      [entry('1', 'A'), entry('2', 'B'), refusedEntry('/location', 'I3')],
      [incident('1', 'A')],
      [incident('1', 'A'), incident('2', 'B')],
    );
    expect(books).toMatchObject({
      posted: 3,
      accepted: 2,
      created: 1,
      missing: 0,
      doubled: 0,
      differences: [],
    });
  });

  it.each([
    ['a case is lost', [entry('1', 'A')], []],
    ['a case is there twice', [entry('1', 'A')], [incident('1', 'A'), incident('1', 'A', 'guid-other')]],
    [
      'a sender’s case is there under two references',
      [entry('1', 'A')],
      [incident('1', 'A'), incident('1', 'B', 'guid-b')],
    ],
    ['an incident has another case’s number', [entry('1', 'A')], [incident('2', 'A')]],
    ['somebody’s incident came from nowhere', [], [incident('1', 'A')]],
    ['a good row was refused', [refusedEntry('/location')], []],
    ['a bad row was refused for another reason', [refusedEntry('/title', 'I3')], []],
    [
      'a bad row was accepted',
      [{ ...entry('1', 'A'), row: { ...entry('1', 'A').row, refusedBy: 'I3' } } as Entry],
      [incident('1', 'A')],
    ],
  ])('do not balance when %s', (_, entries, after) => {
    expect(balance(entries, [], after).differences).not.toEqual([]);
  });
});
