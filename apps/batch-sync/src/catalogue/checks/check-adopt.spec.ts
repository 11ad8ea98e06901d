import { afterAll, describe, expect, it } from 'vitest';
import { SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const adopting = (rest: string) => ['target:', `adopt: ${rest}\ntarget:`] as const;
const entity = (rest: string) =>
  [
    'target:',
    `entities: { kinds: { sql: 'select distinct kind as "key" from rows', target: { table: cw_asset, columns: { cw_name: key } }, adopt: ${rest} } }\ntarget:`,
  ] as const;

describe('columns by which rows are known that Dataverse had before', () => {
  it.each([
    ['columns that are written', adopting('{ match: [cw_name, cw_capacity], ignoreCase: true }'), []],
    ['one of an entity', entity('{ match: [cw_name] }'), []],
    ['none at all', adopting('{ match: [] }'), [/^adopt\.match: /]],
    [
      'one that is not written',
      adopting('{ match: [cw_name, cw_owner] }'),
      ['adopt.match.1: cw_owner is none of the columns of the target'],
    ],
    [
      'one that an entity does not write',
      entity('{ match: [cw_capacity] }'),
      ['entities.kinds.adopt.match.0: cw_capacity is none of the columns of the target'],
    ],
    ['one twice', adopting('{ match: [cw_name, cw_name] }'), ['adopt.match.1: cw_name is named already']],
  ] satisfies Case[])('are told of %s', async (_, [written, otherwise], expected: (string | RegExp)[]) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });

  it('are neither lookups nor choices', async () => {
    const problems = await sample.problemsOf({
      lamps: `${CUSTOMERS}adopt: { match: [name, cw_domaintype, primarycontactid] }\n`,
    });
    expect(problems.map(({ says }) => says)).toEqual([
      'cw_domaintype is of type choice, and rows are known by texts and numbers',
      'primarycontactid is of type lookup, and rows are known by texts and numbers',
    ]);
  });
});

/** Customers with a choice and a lookup. */
const CUSTOMERS = `name: lamps
owner: Street Lighting
need: To be told of.
pattern: batch
source: { format: { kind: csv } }
key: [id]
columns: { id: {}, kind: {}, email: {} }
entities:
  people:
    sql: select distinct email as "key" from rows where email is not null
    target: { table: contact, columns: { lastname: key } }
target:
  table: account
  columns:
    name: id
    cw_domaintype: kind
    primarycontactid: { lookup: { to: lamps/people, column: email } }
`;
