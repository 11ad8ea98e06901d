import { afterAll, describe, expect, it } from 'vitest';
import { SampleCatalogue, type Case } from './testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const column = (rest: string) =>
  ['  height: { type: number }', `  height: { type: number }\n  ${rest}`] as const;
const rule = (rest: string) => ['rules:', `rules:\n  - { reason: R4, says: No., ${rest} }`] as const;
const target = (rest: string) => ['    cw_capacity: height', `    ${rest}`] as const;

describe('the form of an integration', () => {
  it.each([
    [
      'a word that it does not know',
      ['owner:', 'owns:'],
      [
        'owner: is missing',
        /^owns: is no word here; did you mean owner\? \(there are name, owner, need, .*applicationUser\)$/,
      ],
    ],
    ['a name of another form', ['name: lamps', 'name: Lamps!'], [/^name: must be words in lower case/]],
    [
      'a column of another form',
      column('Top: {}'),
      ['columns.Top: must begin with a letter and have lower-case letters, digits and _ only'],
    ],
    [
      'a word of a column that is misspelt',
      column('top: { typ: number }'),
      [/^columns\.top\.typ: is no word here; did you mean type\? \(there are from, type, format, /],
    ],
    [
      'a word that is near none',
      column('top: { somewhere: x }'),
      [/^columns\.top\.somewhere: is no word here; there are from, type, /],
    ],
    [
      'a type that is none',
      column('top: { type: numbr }'),
      ['columns.top.type: must be one of text, number, boolean, date, datetime; did you mean number?'],
    ],
    [
      'a value of another kind',
      column('top: { required: perhaps, from: 7 }'),
      ['columns.top.from: must be a text or a list', 'columns.top.required: must be true or false'],
    ],
    ['a pattern that is none', ['pattern: batch', 'pattern: stream'], ['pattern: must be batch']],
    ['a pattern that is missing', ['pattern: batch\n', ''], ['pattern: is missing; must be batch']],
    [
      'a format that is none',
      ['kind: csv', 'kind: cvs'],
      ['source.format.kind: must be one of csv, json, geojson, xml; did you mean csv?'],
    ],
    [
      'a format without its kind',
      ['{ kind: csv }', '{ delimiter: ; }'],
      ['source.format.kind: is missing; must be one of csv, json, geojson, xml'],
    ],
    [
      'a delimiter that is longer',
      ['{ kind: csv }', '{ kind: csv, delimiter: ";;" }'],
      ['source.format.delimiter: must have exactly 1 character'],
    ],
    ['a key without columns', ['key: [id]', 'key: []'], ['key: must not be empty']],
    ['a key that is none', ['key: [id]', 'key: id'], ['key: must be a list']],
    [
      'a share that is none',
      ['target:', 'guards: { rejected: 20 }\ntarget:'],
      ['guards.rejected: must be at most 1'],
    ],
    [
      'a mapping that is none',
      target('cw_capacity: { colum: height }'),
      [
        'target.columns.cw_capacity.column: is missing',
        /^target\.columns\.cw_capacity\.colum: is no word here; did you mean column\? /,
      ],
    ],
    [
      'a mapping of which one word is misspelt',
      target('cw_capacity: { lokup: { to: roads, column: road } }'),
      [
        'target.columns.cw_capacity.lookup: is missing',
        'target.columns.cw_capacity.lokup: is no word here; did you mean lookup? (there is only lookup)',
      ],
    ],
    [
      'a mapping of another kind',
      target('cw_capacity: 7'),
      ['target.columns.cw_capacity: must be a text or fields with their values'],
    ],
    [
      'a rule of two kinds',
      rule('required: [id], unless: lit is null'),
      ['rules.0: must have one of required, number, reference and unless'],
    ],
    [
      'a name that is not that of its file',
      ['name: lamps', 'name: lights'],
      ['name: must be lamps, as the file is called'],
    ],
    [
      'a schedule that is none',
      ['0 2 * * *', 'at two'],
      ['schedule: at two is no schedule in the words of cron, such as 30 1 * * *'],
    ],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});
