import { readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestDatabase } from '../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { type Integration, integration } from '../catalogue/integration.js';
import type { SourceRow } from '../extract/source-row.js';
import type { Application } from './staging.js';
import { Staging } from './staging.js';
import { LONGEST_KEY } from './transform/verdict.js';

type Given = Partial<Record<keyof Integration, unknown>>;

const gardens = (name: string, more: Given = {}): Integration =>
  integration.parse({
    name,
    owner: 'Gardens',
    need: 'A test',
    pattern: 'batch',
    source: { format: { kind: 'csv' } },
    key: ['garden'],
    columns: { garden: {}, size: { type: 'number' } },
    target: { table: 'cw_asset', columns: {} },
    ...more,
  });

const sizes = (rows: Record<string, string>): SourceRow[] =>
  Object.entries(rows).map(([garden, size], index) => ({ number: index + 1, values: { garden, size } }));

async function* stream(rows: readonly SourceRow[], end?: Error): AsyncGenerator<SourceRow> {
  yield* rows;
  if (end) throw end;
}

describe('staging', () => {
  let database: TestDatabase;
  let staging: Staging;
  let sql: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query('set search_path to batch_sync');
  });
  afterAll(async () => {
    await Promise.all([staging.close(), sql.end()]);
    await database.drop();
  });

  const deliver = async (to: Integration, rows: readonly SourceRow[], how?: Application) =>
    staging.apply(to, await staging.land(to, 'a delivery', stream(rows)), how);
  const rowsOf = async (query: string) => (await sql.query<Record<string, unknown>>(query)).rows;

  it('leaves no connection open when it may not make its tables', async () => {
    await sql.query(`create role stranger login password 'a word'`);
    const url = Object.assign(new URL(database.url), { username: 'stranger', password: 'a word' });
    await expect(Staging.open(url.href)).rejects.toMatchObject({ code: '42501' });
    await vi.waitFor(async () =>
      expect(await rowsOf(`select pid from pg_stat_activity where usename = 'stranger'`)).toEqual([]),
    );
    await sql.query('drop role stranger');
  });

  it('keeps nothing of a delivery whose rows end in an error', async () => {
    const register = gardens('ending');
    const broken = new Error('The file ends within a row.');
    await expect(staging.land(register, 'broken', stream(sizes({ A: '1' }), broken))).rejects.toBe(broken);
    expect(await rowsOf('select * from landing_ending')).toEqual([]);
    expect(await rowsOf(`select * from deliveries where integration = 'ending'`)).toEqual([]);
  });

  it('applies a delivery once', async () => {
    const register = gardens('once');
    const delivery = await staging.land(register, 'first', stream(sizes({ A: '1' })));
    await staging.apply(register, delivery);
    await expect(staging.apply(register, delivery)).rejects.toMatchObject({ code: 'delivery-not-complete' });
    expect(await rowsOf('select * from landing_once')).toEqual([]);
  });

  it('applies two deliveries of one integration one after the other', async () => {
    const register = gardens('together');
    const deliveries = await Promise.all(
      [1, 2, 3].map((size) => staging.land(register, 'one', stream(sizes({ A: String(size), B: '1' })))),
    );
    const reports = await Promise.all(deliveries.map((delivery) => staging.apply(register, delivery)));
    expect(reports.map(({ inserted }) => inserted).sort()).toEqual([0, 0, 2]);
    expect(reports.map(({ updated }) => updated).sort()).toEqual([0, 1, 1]);
  });

  it('keeps the rejects of a refused delivery, with their reasons and as they were read', async () => {
    const rules = [{ reason: 'R3', says: 'The size is no number.', number: { column: 'size' } }];
    const register = gardens('refusing', { rules });
    const broken: SourceRow = { number: 4, defect: 'It has a quote too many.', values: {} };
    const report = await deliver(register, [...sizes({ A: '1', B: ' large ', '': '2' }), broken]);
    expect(report).toMatchObject({
      rejected: { R0: 1, R1: 1, R3: 1 },
      accepted: 1,
      inserted: 0,
      activeAfter: 0,
      outcome: {
        kind: 'refused',
        code: 'too-many-rejected',
        says: '3 of its 4 rows are rejected (75 %); up to 20 % may be.',
      },
    });
    expect(
      await rowsOf(
        `select row_number, reason, says, key, "values" from rejects where delivery = ${report.delivery} order by 1`,
      ),
    ).toEqual([
      {
        row_number: '2',
        reason: 'R3',
        says: 'The size is no number.',
        key: 'B',
        values: { garden: 'B', size: ' large ' },
      },
      {
        row_number: '3',
        reason: 'R1',
        says: expect.stringContaining('missing') as string,
        key: null,
        values: { garden: '', size: '2' },
      },
      { row_number: '4', reason: 'R0', says: 'It has a quote too many.', key: null, values: {} },
    ]);
    expect(await rowsOf(`select state from deliveries where id = ${report.delivery}`)).toEqual([
      { state: 'refused' },
    ]);
  });

  it('deactivates many rows only if somebody approved of it', async () => {
    const register = gardens('leaving');
    await deliver(register, sizes({ A: '1', B: '1', C: '1' }));
    const refused = await deliver(register, sizes({ A: '1', D: '1' }));
    expect(refused.outcome).toEqual({
      kind: 'refused',
      code: 'too-many-gone',
      says: 'It lacks 2 of 3 active rows (66.67 %); up to 20 % may be deactivated unless somebody approves of it (--approve-deactivations, goneApproved).',
    });
    expect(refused).toMatchObject({ inserted: 0, deactivated: 0, activeAfter: 3 });
    const approved = await deliver(register, sizes({ A: '1', D: '1' }), { goneApproved: true });
    expect(approved).toMatchObject({
      inserted: 1,
      deactivated: 2,
      activeAfter: 2,
      outcome: { kind: 'applied' },
    });
  });

  it('rejects a key that no index takes, and no other row', async () => {
    const report = await deliver(
      gardens('long', { guards: { rejected: 0.5 } }),
      sizes({ ['x'.repeat(LONGEST_KEY + 1)]: '1', y: '1' }),
    );
    expect(report).toMatchObject({ rejected: { R1: 1 }, inserted: 1 });
  });

  it('takes a column that the catalogue gains, and calls no row changed that has nothing in it', async () => {
    await deliver(gardens('growing'), sizes({ A: '1', B: '2' }));
    const wider = gardens('growing', { columns: { garden: {}, size: { type: 'number' }, owner: {} } });
    const [a, b] = sizes({ A: '1.0', B: '2' });
    const report = await deliver(wider, [
      ...(a ? [a] : []),
      ...(b ? [{ ...b, values: { ...b.values, owner: 'Somebody' } }] : []),
    ]);
    expect(report).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await rowsOf('select key, owner from pending_growing order by key')).toEqual([
      { key: 'A', owner: null },
      { key: 'B', owner: 'Somebody' },
    ]);
  });

  it('widens tables that were made before rows knew when they were loaded and closed', async () => {
    const register = gardens('older');
    await deliver(register, sizes({ A: '1', B: '1' }));
    const added = ['loaded_closed', 'loaded_at', 'quarantined_at'];
    await sql.query('drop view pending_older');
    for (const column of added) await sql.query(`alter table accepted_older drop column ${column}`);
    await sql.query('create view pending_older as select * from accepted_older');
    await deliver(register, sizes({ A: '2', B: '1' }));
    await sql.query(`update accepted_older set loaded_closed = true where key = 'A'`);
    expect(await rowsOf('select key, loaded_closed, loaded_at, quarantined_at from pending_older')).toEqual([
      { key: 'B', loaded_closed: null, loaded_at: null, quarantined_at: null },
    ]);
  });

  it('stages rows of hundreds of columns', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `c${index}`);
    const types = ['text', 'number', 'boolean'];
    const wide = gardens('wide', {
      columns: {
        garden: {},
        ...Object.fromEntries(names.map((name, index) => [name, { type: types[index % 3] }])),
      },
    });
    const values = Object.fromEntries(names.map((name) => [name, '1']));
    const report = await deliver(wide, [{ number: 1, values: { garden: 'A', ...values } }]);
    expect(report).toMatchObject({ inserted: 1 });
  });

  it('has a row pending until it is loaded or refused as it is now, in its values and in its state', async () => {
    const register = gardens('pending', { guards: { deactivated: 1 } });
    const pending = async () =>
      (await rowsOf('select key from pending_pending order by key')).map(({ key }) => key);
    const load = () => sql.query('update accepted_pending set loaded_hash = hash, loaded_active = active');
    const refuse = () =>
      sql.query('update accepted_pending set quarantined_hash = hash, quarantined_active = active');

    await deliver(register, sizes({ A: '1' }));
    expect(await pending()).toEqual(['A']);
    await load();
    expect(await pending()).toEqual([]);
    await deliver(register, sizes({ A: '2' }));
    await refuse();
    expect(await pending()).toEqual([]);
    await deliver(register, sizes({ A: '3' }));
    expect(await pending(), 'mended').toEqual(['A']);
    await refuse();
    await deliver(register, sizes({ B: '1' }));
    expect(await pending(), 'gone, and refused while it was active').toEqual(['A', 'B']);
    await load();
    expect(await pending()).toEqual([]);
  });

  it('makes nothing in Dataverse of a row that was gone before it was loaded', async () => {
    const register = gardens('brief', { guards: { deactivated: 1 } });
    await deliver(register, sizes({ A: '1' }));
    await deliver(register, sizes({ B: '1' }));
    expect(await rowsOf('select key from pending_brief')).toEqual([{ key: 'B' }]);
  });

  it('has no row pending that was closed, whatever its source says of it later', async () => {
    const register = gardens('final', { guards: { deactivated: 1 } });
    await deliver(register, sizes({ A: '1', B: '1' }));
    await sql.query(
      `update accepted_final set loaded_hash = hash, loaded_active = true, loaded_closed = case when key = 'A' then true end`,
    );
    await deliver(register, sizes({ A: '2', B: '2' }));
    expect(await rowsOf('select key from pending_final')).toEqual([{ key: 'B' }]);
    await deliver(register, sizes({ C: '1' }));
    expect(await rowsOf('select key from pending_final order by key')).toEqual([{ key: 'B' }, { key: 'C' }]);
  });

  it('rehearses several deliveries one upon the other, and takes all of it back', async () => {
    const register = gardens('rehearsed', { guards: { deactivated: 1 } });
    const deliveries = [
      await staging.land(register, 'first', stream(sizes({ A: '1', B: '1' }))),
      await staging.land(register, 'second', stream(sizes({ B: '2' }))),
    ];
    const seen = await staging.rehearse(register, deliveries, {}, (reports) => reports);
    expect(seen).toMatchObject([{ inserted: 2 }, { updated: 1, deactivated: 1 }]);
    expect(await rowsOf('select * from accepted_rehearsed')).toEqual([]);
    expect(await staging.waiting(register)).toEqual(deliveries);
  });

  it('forgets a delivery that nobody wants to be applied, and none that was', async () => {
    const register = gardens('forgetting');
    const [kept, unwanted] = [
      await staging.land(register, 'kept', stream(sizes({ A: '1' }))),
      await staging.land(register, 'unwanted', stream(sizes({ B: '1' }))),
    ];
    await staging.apply(register, kept);
    for (const delivery of [kept, unwanted]) await staging.discard(register, delivery);
    expect(await rowsOf(`select name from deliveries where integration = 'forgetting'`)).toEqual([
      { name: 'kept' },
    ]);
    expect(await rowsOf('select * from landing_forgetting')).toEqual([]);
  });

  it('says what is wrong with the query of an entity, and changes nothing', async () => {
    const withQuery = (query: string) =>
      gardens('querying', {
        entities: { things: { sql: query, target: { table: 'contact', columns: {} } } },
      });
    const twice = deliver(withQuery(`select 'one' as "key" from rows`), sizes({ A: '1', B: '1' }));
    await expect(twice).rejects.toMatchObject({ code: 'entity-key-twice' });
    const reserved = deliver(
      withQuery(`select garden as "key", size as active from rows`),
      sizes({ A: '1' }),
    );
    await expect(reserved).rejects.toMatchObject({ code: 'entity-column-name' });
    expect(await rowsOf('select * from accepted_querying')).toEqual([]);
  });

  describe('of rows that another tool has landed', () => {
    const contract = /```sql\n(.*?)```/s.exec(readFileSync('docs/landing.md', 'utf8'))?.[1] ?? '';
    const register = gardens('garden-register');

    async function landByContract(statements: readonly string[]): Promise<string> {
      await staging.prepare(register);
      let delivery = '';
      for (const statement of statements) {
        const { rows } = await sql.query<{ id?: string }>(statement.replaceAll(':delivery', delivery));
        delivery = rows[0]?.id ?? delivery;
      }
      return delivery;
    }
    const statements = contract.split(';').filter((statement) => statement.trim() !== '');

    it('does as the documented contract says', async () => {
      expect(statements).toHaveLength(3);
      const report = await staging.apply(register, await landByContract(statements));
      expect(report).toMatchObject({ read: 2, inserted: 2 });
    });

    it('refuses a delivery that is not all there', async () => {
      const fewer = statements.map((statement) => statement.replace('landed_rows = 2', 'landed_rows = 3'));
      const report = await staging.apply(register, await landByContract(fewer));
      expect(report.outcome).toMatchObject({
        code: 'rows-missing',
        says: 'Its writer announced 3 rows, and 2 are there.',
      });
    });

    it('leaves a delivery alone that is not complete', async () => {
      const delivery = await landByContract(statements.slice(0, 2));
      await expect(staging.apply(register, delivery)).rejects.toMatchObject({
        code: 'delivery-not-complete',
      });
    });
  });
});
