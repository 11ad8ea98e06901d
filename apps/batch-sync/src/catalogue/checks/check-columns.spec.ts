import { afterAll, describe, expect, it } from 'vitest';
import { SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const column = (rest: string) =>
  ['  height: { type: number }', `  height: { type: number }\n  ${rest}`] as const;

describe('a column', () => {
  it.each([
    ['a key that is no column', ['key: [id]', 'key: [number]'], ['key.0: there is no column number']],
    ['a key with a column twice', ['key: [id]', 'key: [id, id]'], ['key.1: id is in the key already']],
    [
      'a name that staging needs',
      column('hash: {}'),
      ['columns.hash: hash is a name that the staging tables need for themselves'],
    ],
    [
      'a name that is a word of SQL',
      column('order: {}'),
      ['columns.order: order is a word of SQL, and cannot be named in expressions'],
    ],
    [
      'a column that is computed and read',
      ['  label: { sql', '  road: { sql: kind }\n  label: { sql'],
      ['computed.road: road is a column of the source already'],
    ],
    [
      'a format of a text',
      column('worn: { format: dd.MM.yyyy }'),
      ['columns.worn.format: a text has no format'],
    ],
    [
      'a zone of a date',
      column('worn: { type: date, zone: Europe/London }'),
      ['columns.worn.zone: a date has no time zone'],
    ],
    [
      'a format without a year',
      column('worn: { type: date, format: dd.MM. }'),
      ['columns.worn.format: dd.MM. does not say the year'],
    ],
    [
      'a format with a token that the staging does not read',
      column('worn: { type: date, format: EEE dd.MM.yyyy }'),
      ['columns.worn.format: EEE is no token that we read in EEE dd.MM.yyyy'],
    ],
    [
      'a format that loses the afternoon',
      column('worn: { type: datetime, format: dd.MM.yyyy hh:mm }'),
      ['columns.worn.format: dd.MM.yyyy hh:mm does not say the hour'],
    ],
    [
      'a zone that is none',
      column('worn: { type: datetime, zone: Europe/Atlantis }'),
      ['columns.worn.zone: Europe/Atlantis is no time zone, such as Europe/London'],
    ],
    ['a pattern that is none', ['^[a-z]+$', '[a-z'], [/^columns\.kind\.pattern: Invalid regular expression/]],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});
