import { afterAll, describe, expect, it } from 'vitest';
import { SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const expression = (sql: string) => ['upper(name)', JSON.stringify(sql)] as const;

describe('an expression', () => {
  it.each([
    [
      'two statements',
      expression('name; drop table x'),
      ['computed.label.sql: has a ; in it, and must be one piece'],
    ],
    ['a comment', expression('name -- so'), ['computed.label.sql: has a comment in it']],
    ['another comment', expression('name /* so */'), ['computed.label.sql: has a comment in it']],
    [
      'an open quotation mark',
      expression("'so"),
      ['computed.label.sql: has a quotation mark that is not closed'],
    ],
    ['an open bracket', expression('upper(name'), ['computed.label.sql: has a bracket that is not closed']],
    [
      'a bracket too many',
      expression('name) or (name'),
      ['computed.label.sql: closes a bracket that is not open'],
    ],
    [
      'a character of one database',
      expression('name::varchar'),
      ['computed.label.sql: has : in it, which not every staging database reads alike'],
    ],
    ['nothing', expression(' '), ['computed.label.sql: is empty']],
    [
      'two expressions',
      expression('name, kind'),
      ['computed.label.sql: has a comma outside all brackets, and must be one expression'],
    ],
    [
      'a column that is not there',
      expression('lower(nmae)'),
      ['computed.label.sql: names nmae, which is no column'],
    ],
    [
      'a column that is computed below it',
      ['upper(name)', 'upper(label)'],
      ['computed.label.sql: names label, which is no column'],
    ],
    [
      'a quoted column that is not there',
      expression('"Name"'),
      ['computed.label.sql: names Name, which is no column'],
    ],
    [
      'a function of one database',
      expression('pg_sleep(9)'),
      ['computed.label.sql: calls pg_sleep, which not every staging database has'],
    ],
    [
      'a type of one database',
      expression('cast(name as bytea)'),
      ['computed.label.sql: casts to bytea, which not every staging database has'],
    ],
    [
      'a query',
      expression('(select 1)'),
      ['computed.label.sql: has the word select, which has no place in it'],
    ],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });
});
