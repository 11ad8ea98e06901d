import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../../test/support/postgres.js';
import { Catalogue } from '../catalogue.js';
import type { ColumnType } from '../column-types.js';
import type { Integration } from '../integration.js';

const repository = new URL('../../../../../', import.meta.url).pathname;

/** What stands in a column of text, and in one of a number. */
interface Values {
  text: string | null;
  number: number | null;
}

const typeInSql = (type: ColumnType) => (type === 'number' ? 'double precision' : 'text');

/** All that an integration says in SQL, over a row in which these values stand everywhere. */
function rowOf({ columns, computed }: Integration, { text, number }: Values): string {
  const literal = (value: string | number | null) => (value === null ? 'null' : `'${value}'`);
  const read = Object.entries(columns).map(
    ([name, { type }]) =>
      `cast(${literal(type === 'number' ? number : text)} as ${typeInSql(type)}) as ${name}`,
  );
  return Object.entries(computed).reduce(
    (row, [name, { sql, type }]) =>
      `select *, cast(${sql} as ${typeInSql(type)}) as ${name} from (${row}) as below_${name}`,
    `select ${read.join(', ')}`,
  );
}

const conditionsOf = ({ rules, target }: Integration): string[] =>
  [...rules.map(({ unless }) => unless), target.closedWhen?.sql].filter((sql) => sql !== undefined);

describe('what is shipped in SQL', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let integrations: readonly Integration[];

  beforeAll(async () => {
    ({ integrations } = await Catalogue.fromFolder(
      join(repository, 'integrations'),
      join(repository, 'dataverse/schema.yaml'),
    ));
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each<[string, Values]>([
    ['nothing', { text: null, number: null }],
    ['zero', { text: '0', number: 0 }],
    ['a number', { text: '-76.1062502319', number: -76.1062502319 }],
    ['the largest number', { text: 'x', number: Number.MAX_VALUE }],
    ['the smallest number', { text: '', number: -Number.MIN_VALUE }],
    ['a long text', { text: 'é'.repeat(5_000), number: 1e21 }],
  ])('is understood by PostgreSQL, and %s makes none of it fail', async (_, values) => {
    for (const integration of integrations) {
      const conditions = conditionsOf(integration).map((sql, place) => `(${sql}) as condition_${place}`);
      const { rowCount } = await client.query(
        `select ${['*', ...conditions].join(', ')} from (${rowOf(integration, values)}) as rows`,
      );
      expect(rowCount).toBe(1);
    }
  });

  it('is so of the entities, too', async () => {
    for (const integration of integrations) {
      for (const { sql } of Object.values(integration.entities)) {
        const { fields } = await client.query(
          `with rows as (${rowOf(integration, { text: 'x', number: 1 })}) ${sql}`,
        );
        expect(fields.map(({ name }) => name)).toContain('key');
      }
    }
  });

  it('cuts positions and moments as their key wants them', async () => {
    const potholes = integrations.find(({ name }) => name === 'potholes');
    if (!potholes) throw new Error('There are no potholes');
    const row = rowOf(potholes, { text: '2016-04-12T07:54:31.000Z', number: 1 });
    const at = async (north: number, west: number) => {
      const given = row
        .replace("cast('1' as double precision) as north", `${north}::double precision as north`)
        .replace("cast('1' as double precision) as west", `${west}::double precision as west`);
      const { rows } = await client.query<Record<string, string>>(given);
      return [rows[0]?.['minute'], rows[0]?.['latitude_5'], rows[0]?.['longitude_5']];
    };
    const filled = ['2016-04-12T07:54', '43.05527', '-76.10625'];
    expect(await at(43.05527688, -76.10625021)).toEqual(filled);
    // The other way round; and no place at all of what a double loses.
    expect(await at(-76.1062502319, 43.0552769127)).toEqual(filled);
    expect(await at(43.05527, -76.10625)).toEqual(filled);
    expect(await at(43.055279999, -76.106259999)).toEqual(filled);
  });
});
