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
      ['owner: is missing', 'owns: is no word of the catalogue'],
    ],
    ['a name of another form', ['name: lamps', 'name: Lamps!'], [/^name: must be words in lower case/]],
    ['a column of another form', column('Top: {}'), [/^columns\.Top: /]],
    [
      'a mapping that is none',
      target('cw_capacity: { colum: height }'),
      [
        'target.columns.cw_capacity.column: is missing',
        'target.columns.cw_capacity.colum: is no word of the catalogue',
      ],
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
