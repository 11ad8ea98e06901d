import { contactTable, type NewRow, rowOf } from '#lib/dataverse';
import type { caseTable } from './case.table.js';

export type NewCase = NewRow<typeof caseTable>;

/** What is wrong with a row, and how Dataverse must say so. */
export interface Poison {
  name: string;
  code: string;
  dataverseCode: string;
  /** Part of Dataverse's words; some name the row's own values. */
  words: (id: string) => string;
}

/** Makes a bad row of a good one. */
export interface PoisonedCase extends Poison {
  spoil: (row: NewCase, id: string) => NewCase;
}

/** The key of a case that is there. */
export const takenKey = 'taken';

/** Seven ways to spoil a new case. */
export const poisonedCases: readonly PoisonedCase[] = [
  {
    name: 'a text that is too long',
    spoil: (row) => ({ ...row, title: 'x'.repeat(201) }),
    code: 'text-too-long',
    dataverseCode: '0x80044331',
    words: () => "'title'",
  },
  {
    name: 'a choice that there is not',
    spoil: (row) => ({ ...row, origin: 'unheardOf' }),
    code: 'choice-out-of-range',
    dataverseCode: '0x8004431a',
    words: () => "The value 99 of 'caseorigincode'",
  },
  {
    name: 'a lookup of nobody',
    spoil: (row, id) => ({ ...row, customer: rowOf(contactTable, id) }),
    code: 'row-not-found',
    dataverseCode: '0x80040217',
    words: (id) => `Contact With Id = ${id}`,
  },
  {
    name: 'a value of another type',
    spoil: (row, id) => ({ ...row, escalatedInWords: id.slice(0, 8) }),
    code: 'invalid-row',
    dataverseCode: '0x0',
    words: (id) => `Cannot convert the literal '${id.slice(0, 8)}'`,
  },
  {
    name: 'an alternate key that is taken',
    spoil: (row) => ({ ...row, key: takenKey }),
    code: 'duplicate-key',
    dataverseCode: '0x80060892',
    words: () => 'Entity Key cw_incidentkey violated',
  },
  {
    name: 'no customer',
    spoil: ({ customer: _, ...row }) => row,
    code: 'invalid-row',
    dataverseCode: '0x80044410',
    words: () => 'You should specify a parent contact or account',
  },
  {
    name: 'a status of another state',
    spoil: (row) => ({ ...row, status: 'problemSolved' }),
    code: 'invalid-state',
    dataverseCode: '0x80048408',
    words: () => '5 is not a valid status code',
  },
];

/** The eighth: a change of a case that is not there. */
export const missingCase: Poison = {
  name: 'a change of nothing',
  code: 'row-not-found',
  dataverseCode: '0x80040217',
  words: (id) => `Incident With Id = ${id}`,
};
