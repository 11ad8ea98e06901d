import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Staging } from '../../apps/batch-sync/src/staging/staging.js';
import type { TestDatabase } from '../support/fresh-database.js';
import { createTestDatabase } from '../support/postgres.js';
import { filledIn, type Pipeline, readFactory, referencesIn } from './support/data-factory.js';
import { everythingIn, find, readPackage } from './support/integration-services.js';
import { LAMP_REGISTER, streetLamps } from './support/street-lamps.js';

const lamps = streetLamps();
const LANDED = ['delivery', 'row_number', ...Object.keys(lamps.columns)].sort();

type Row = Record<string, unknown>;

describe('the samples of tools that land rows themselves', () => {
  let database: TestDatabase;
  let staging: Staging;
  let sql: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
    await staging.prepare(lamps);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    await sql.query(LAMP_REGISTER);
  });
  afterAll(async () => {
    await Promise.all([staging.close(), sql.end()]);
    await database.drop();
  });

  const rowsOf = async (query: string, values: unknown[] = []) => (await sql.query<Row>(query, values)).rows;
  const insert = (table: string, row: Row) =>
    rowsOf(
      `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(row),
    );

  async function expectAllApplied(delivery: string): Promise<void> {
    expect(await staging.apply(lamps, delivery)).toMatchObject({
      read: 3,
      accepted: 3,
      outcome: { kind: 'applied' },
    });
    expect(
      await rowsOf('select key, road, watts, inspected from batch_sync.accepted_street_lamps order by key'),
    ).toEqual([
      { key: 'L-1', road: null, watts: '36.5', inspected: '2026-04-12' },
      { key: 'L-2', road: null, watts: null, inspected: null },
      { key: 'L-3', road: null, watts: '0', inspected: '2025-12-01' },
    ]);
  }

  describe('for Azure Data Factory', () => {
    const factory = readFactory('docs/examples/landing/data-factory');
    const pipeline = factory['pipeline']?.['LandStreetLamps'] as unknown as Pipeline;

    it('name each other as their files are called', () => {
      for (const [kind, files] of Object.entries(factory))
        for (const [name, content] of Object.entries(files)) {
          expect(content.name, kind).toBe(name);
          for (const reference of referencesIn(content))
            expect(factory[reference.kind], `in ${name}`).toHaveProperty(reference.name);
        }
    });

    it('land all lamps, which are then applied', async () => {
      const [open, copy, complete] = pipeline.properties.activities;
      const { source, translator } = copy.typeProperties;
      const [{ text: opening }] = open.typeProperties.scripts;
      const [opened] = await rowsOf(filledIn(opening, { 'pipeline().RunId': 'c0ffee' }));
      const delivery = String(opened?.['id']);
      const values = { [`activity('${open.name}').output.resultSets[0].rows[0].id`]: delivery };

      const read = await rowsOf(filledIn(source.sqlReaderQuery, values));
      const { schema, table } = (
        factory['dataset']?.['LandingStreetLamps']?.properties as { typeProperties: Row }
      ).typeProperties;
      for (const row of read)
        await insert(
          `${String(schema)}.${String(table)}`,
          Object.fromEntries(
            translator.mappings.map(({ source: from, sink: to }) => [to.name, row[from.name]]),
          ),
        );
      expect(translator.mappings.map(({ sink }) => sink.name).sort()).toEqual(LANDED);

      const [{ text: completing }] = complete.typeProperties.scripts;
      await rowsOf(
        filledIn(completing, {
          ...values,
          [`activity('${copy.name}').output.rowsCopied`]: String(read.length),
        }),
      );
      await expectAllApplied(delivery);
    });
  });

  describe('for SQL Server Integration Services', () => {
    const ssis = readPackage('docs/examples/landing/ssis/street-lamps.dtsx');
    const statementOf = (task: string) =>
      String(
        find(find(ssis, 'Executable', { ObjectName: task }), 'SqlTaskData').attributes['SqlStatementSource'],
      );
    const property = (component: string, name: string) =>
      find(find(ssis, 'component', { name: component }), 'property', { name }).text;

    it('refer to what is there', () => {
      const there = new Set(everythingIn(ssis).map(({ attributes }) => attributes['refId']));
      const references = [
        'lineageId',
        'externalMetadataColumnId',
        'synchronousInputId',
        'startId',
        'endId',
        'connectionManagerRefId',
        'From',
        'To',
      ];
      const missing = everythingIn(ssis).flatMap(({ attributes }) =>
        references.flatMap((name) => attributes[name] ?? []).filter((id) => !there.has(id)),
      );
      expect(missing).toEqual([]);
    });

    it('land all lamps, which are then applied', async () => {
      const [opened] = await rowsOf(statementOf('Open delivery'));
      const delivery = String(opened?.['id']);

      const read = await rowsOf(property('Lamp register', 'SqlCommand'));
      const destination = find(ssis, 'component', { name: 'Landing table' });
      const landed = everythingIn(destination).filter(({ name }) => name === 'inputColumn');
      expect(landed.map(({ attributes }) => attributes['cachedName']).sort()).toEqual(LANDED);
      for (const row of read) await insert(property('Landing table', 'TableName'), { ...row, delivery });

      const variables = everythingIn(find(ssis, 'Executable', { ObjectName: 'Complete delivery' }))
        .filter(({ name }) => name === 'ParameterBinding')
        .map(({ attributes }) => attributes['DtsVariableName'] ?? '');
      const values: Row = { 'User::Rows': read.length, 'User::Delivery': delivery };
      let place = 0;
      await rowsOf(
        statementOf('Complete delivery').replaceAll('?', () => `$${(place += 1)}`),
        variables.map((name) => values[name]),
      );
      expect(property('Count', 'VariableName')).toBe('User::Rows');
      await expectAllApplied(delivery);
    });
  });
});
