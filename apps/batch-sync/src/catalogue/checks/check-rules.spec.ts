import { afterAll, describe, expect, it } from 'vitest';
import { SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const rule = (rest: string) => ['rules:', `rules:\n  - { reason: R4, says: No., ${rest} }`] as const;

describe('a rule', () => {
  it.each([
    [
      'a reason that is taken',
      ['reason: R3', 'reason: R2'],
      ['rules.0.reason: R2 is a reason of every integration already'],
    ],
    ['a rule over no column', rule('required: [top]'), ['rules.0.required.0: there is no column top']],
    [
      'bounds of no column',
      rule('number: { column: top }'),
      ['rules.0.number.column: there is no column top'],
    ],
    [
      'bounds of a text',
      rule('number: { column: kind }'),
      ['rules.0.number.column: kind is a text; give it the type number'],
    ],
    [
      'bounds that exclude all',
      rule('number: { column: height, min: 2, max: 1 }'),
      ['rules.0.number.min: min is more than max'],
    ],
    [
      'a reference from no column',
      rule('reference: { column: top, to: roads }'),
      ['rules.0.reference.column: there is no column top'],
    ],
    [
      'a reference to nobody',
      rule('reference: { column: road, to: streets }'),
      ['rules.0.reference.to: there is no integration streets'],
    ],
    [
      'a reference to itself',
      rule('reference: { column: road, to: lamps }'),
      ['rules.0.reference.to: an integration cannot refer to itself'],
    ],
    [
      'a condition over no column',
      rule('unless: top = 1'),
      ['rules.0.unless: names top, which is no column'],
    ],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});
