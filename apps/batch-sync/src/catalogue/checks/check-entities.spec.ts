import { afterAll, describe, expect, it } from 'vitest';
import { LAMPS, SampleCatalogue, type Case } from '../testing/sample-catalogue.js';

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const whole = (rest: string) => ['target:', `${rest}\ntarget:`] as const;

/** They follow from rows that can be deactivated, and cannot be. */
const CASES = `entities:
  cases:
    sql: select kind as "key" from rows
    target:
      table: incident
      columns: { customerid: { row: { table: contact, id: c0a5e3a7-0000-8000-8000-000000000001 } } }`;

describe('an entity', () => {
  it.each([
    [
      'an entity of no query',
      whole('entities: { kinds: { sql: kind, target: { table: cw_asset, columns: {} } } }'),
      ['entities.kinds.sql: must be one query: select ... from rows, and where or group by, if need be'],
    ],
    [
      'an entity of another table',
      whole(
        'entities: { kinds: { sql: select kind as "key" from accounts, target: { table: cw_asset, columns: {} } } }',
      ),
      ['entities.kinds.sql: must be one query: select ... from rows, and where or group by, if need be'],
    ],
    [
      'an entity without a key',
      whole(
        'entities: { kinds: { sql: select distinct kind from rows, target: { table: cw_asset, columns: { cw_name: name } } } }',
      ),
      [
        'entities.kinds.sql: yields no column "key"',
        'entities.kinds.target.columns.cw_name.column: there is no column name',
      ],
    ],
    [
      'an entity of no column',
      whole(
        'entities: { kinds: { sql: "select top as \\"key\\", count(*) from rows", target: { table: cw_asset, columns: {} } } }',
      ),
      [
        'entities.kinds.sql: has a value without a name: give it one with as',
        'entities.kinds.sql: names top, which is no column',
      ],
    ],
    [
      'rows of an entity that cannot be deactivated',
      whole(CASES),
      ['gone: a row of incident cannot be deactivated: let gone be kept'],
    ],
    ['nothing where none of them is ever gone with another', whole(`gone: kept\n${CASES}`), []],
  ] satisfies Case[])('is told of %s', async (_, [written, otherwise], expected) => {
    expect(await sample.problemsWith(written, otherwise)).toEqual(
      expected.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    );
  });

  it('is told of a name that no table can have', async () => {
    const [name, entity] = ['l'.repeat(40), 'e'.repeat(13)];
    const [written, otherwise] = whole(
      `entities: { ${entity}: { sql: select kind as "key" from rows, target: { table: cw_asset, columns: {} } } }`,
    );
    const text = LAMPS.replace('name: lamps', `name: ${name}`).replace(written, otherwise);
    expect(await sample.problemsOf({ [name]: text })).toMatchObject([
      {
        place: `entities.${entity}`,
        says: `${name}/${entity} is too long for a table of the staging database`,
      },
    ]);
  });
});
