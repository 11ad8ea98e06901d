import { createHash, createHmac } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { readSchema } from '#lib/dataverse-schema';
import { loadSteps } from '../../../catalogue/order/load-order.js';
import { ROADS, SampleCatalogue } from '../../../catalogue/testing/sample-catalogue.js';
import type { RowToLoad } from '../../step-writer.js';
import { rowMapper } from './row-mapper.js';

const schema = await readSchema(new URL('../../../../../../dataverse/schema.yaml', import.meta.url).pathname);
const sample = new SampleCatalogue();
afterAll(() => sample.remove());

const ANYBODY = 'c0a5e3a7-0000-8000-8000-000000000001';

/** Everything that a source can say, of each type. */
const COLUMNS = `columns:
  id: {}
  words: {}
  figure: { type: number }
  yes: { type: boolean }
  day: { type: date }
  moment: { type: datetime }
  east: { type: number }
  north: { type: number }`;

const integrationTo = (table: string, target: string) => `name: things
owner: Somebody
need: To map.
pattern: batch
source: { format: { kind: csv } }
key: [id]
${COLUMNS}
delivers: news
target:
  table: ${table}
${target}`;

/** Of what a query yields nobody can tell the type. */
const entityTo = (columns: string) => `
entities:
  sorts:
    sql: select distinct id as "key", figure from rows
    target: { table: cw_asset, columns: { ${columns} } }`;

const people = `name: people
owner: Somebody
need: To be bound.
pattern: batch
source: { format: { kind: csv } }
key: [id]
columns: { id: {} }
target: { table: contact, columns: { lastname: id } }
`;

interface Story {
  table?: string;
  target?: string;
  columns?: string;
  values?: RowToLoad['values'];
  row?: Partial<RowToLoad>;
  keySecret?: string;
  /** Of the integration or, as a query made them, of its entity. */
  step?: 'things' | 'things/sorts';
}

/** The row that these become. */
async function mapped({ table = 'cw_asset', columns = '', values = {}, row, keySecret, ...story }: Story) {
  const target = story.target ?? `  columns: { ${columns} }`;
  const things = integrationTo(table, target) + (story.step === 'things/sorts' ? entityTo(columns) : '');
  const catalogue = await sample.read({ things, roads: ROADS, people });
  const integration = catalogue.integrations.find(({ name }) => name === 'things');
  const steps = integration ? loadSteps(integration) : [];
  const step = steps.find(({ name }) => name === (story.step ?? 'things'));
  if (!step) throw new Error('There is no step.');
  const map = rowMapper({ schema, catalogue, step, keySecret });
  return map({ key: 'K-1', hash: 'a1b2', isInactive: false, values, ...row });
}

const onIncident = (columns: string) => ({
  table: 'incident',
  columns: `customerid: { row: { table: contact, id: ${ANYBODY} } }, ${columns}`,
});

describe('a row of Dataverse', () => {
  it.each<[string, Story, Readonly<Record<string, unknown>>]>([
    ['a text', { columns: 'cw_name: words', values: { words: 'Lamp' } }, { cw_name: 'Lamp' }],
    ['nothing, which empties', { columns: 'cw_name: words', values: { words: null } }, { cw_name: null }],
    ['what the row does not have', { columns: 'cw_name: words' }, { cw_name: null }],
    ['a number', { columns: 'cw_latitude: figure', values: { figure: '-1.5e1' } }, { cw_latitude: -15 }],
    ['a whole number', { columns: 'cw_capacity: figure', values: { figure: '12' } }, { cw_capacity: 12 }],
    ['a number as text', { columns: 'cw_block: figure', values: { figure: '0.5' } }, { cw_block: '0.5' }],
    [
      'a number that is none',
      { columns: 'cw_capacity: figure', values: { figure: 'many' } },
      { cw_capacity: null },
    ],
    [
      'a number that is too small to be told from 0',
      { columns: 'cw_capacity: figure', values: { figure: '1e-400' } },
      { cw_capacity: null },
    ],
    [
      'such a number as text',
      { columns: 'cw_block: figure', values: { figure: 'many' } },
      { cw_block: null },
    ],
    ['a boolean as text', { columns: 'cw_ouvert: yes', values: { yes: 'true' } }, { cw_ouvert: 'true' }],
    ['a boolean', { ...onIncident('isescalated: yes'), values: { yes: 'false' } }, { isescalated: false }],
    [
      'a boolean that is none',
      { ...onIncident('isescalated: yes'), values: { yes: 'maybe' } },
      { isescalated: null },
    ],
    [
      'a day',
      { ...onIncident('followupby: day'), values: { day: '2016-02-29' } },
      { followupby: '2016-02-29' },
    ],
    [
      'no 30 February',
      { ...onIncident('followupby: day'), values: { day: '2016-02-30' } },
      { followupby: null },
    ],
    [
      'a moment',
      { ...onIncident('cw_occurredon: moment'), values: { moment: '2016-04-12T07:54:00.000Z' } },
      { cw_occurredon: new Date('2016-04-12T07:54:00Z') },
    ],
    [
      'a moment that is none',
      { ...onIncident('cw_occurredon: moment'), values: { moment: '2016-02-30T00:00:00.000Z' } },
      { cw_occurredon: null },
    ],
    [
      'a text that is cut',
      { columns: 'cw_insee: { column: words, cut: true }', values: { words: 'x'.repeat(21) } },
      { cw_insee: `${'x'.repeat(19)}…` },
    ],
    [
      'a text that is too long, which Dataverse is to refuse',
      { columns: 'cw_insee: words', values: { words: 'x'.repeat(21) } },
      { cw_insee: 'x'.repeat(21) },
    ],
    [
      'a text whose whole stands in a note',
      {
        ...onIncident('description: { column: words, note: All of it }'),
        values: { words: 'x'.repeat(2_001) },
      },
      { description: `${'x'.repeat(1_999)}…` },
    ],
    [
      'a choice by its label',
      { ...onIncident('cw_category: words'), values: { words: 'Winter service' } },
      { cw_category: 'Winter service' },
    ],
    [
      'no such choice',
      { ...onIncident('cw_category: words'), values: { words: 'Elephants' } },
      { cw_category: null },
    ],
    [
      'no such choice, and another',
      {
        ...onIncident('cw_category: { column: words, otherwise: 100000099 }'),
        values: { words: 'Elephants' },
      },
      { cw_category: 'Other' },
    ],
    [
      'nothing, which is not otherwise',
      { ...onIncident('cw_category: { column: words, otherwise: Other }'), values: { words: null } },
      { cw_category: null },
    ],
    [
      'a value of a list',
      {
        columns: 'cw_type: { column: words, values: { a: Lamp }, otherwise: Thing }',
        values: { words: 'a' },
      },
      { cw_type: 'Lamp' },
    ],
    [
      'another than the list has',
      {
        columns: 'cw_type: { column: words, values: { a: Lamp }, otherwise: Thing }',
        values: { words: 'constructor' },
      },
      { cw_type: 'Thing' },
    ],
    [
      'another, and nothing said',
      { columns: 'cw_type: { column: words, values: { a: Lamp } }', values: { words: 'b' } },
      { cw_type: null },
    ],
    ['always the same', { columns: 'cw_type: { value: Lamp }' }, { cw_type: 'Lamp' }],
    ['always the same choice', onIncident('prioritycode: { value: 3 }'), { prioritycode: 'Low' }],
    [
      'always the same row',
      onIncident('title: words'),
      { customerid: { table: 'contact', path: `contacts(${ANYBODY})` } },
    ],
  ])('has %s', async (_, story, expected) => {
    expect(await mapped(story)).toMatchObject(expected);
  });

  it('binds the row of another integration by the key that this one gave it', async () => {
    const key = createHash('sha256').update('roads\u001fR|7').digest('hex');
    const columns = 'cw_assetid: { lookup: { to: roads, column: words } }';
    expect(await mapped({ table: 'cw_workorder', columns, values: { words: 'R|7' } })).toMatchObject({
      cw_assetid: { table: 'cw_asset', path: `cw_assets(cw_key='${key}')` },
    });
    expect(await mapped({ table: 'cw_workorder', columns, values: { words: null } })).toMatchObject({
      cw_assetid: null,
    });
  });

  it('binds people by a key that needs the secret', async () => {
    const key = createHmac('sha256', 'sesame').update('people\u001fann@example.org').digest('hex');
    const story = {
      table: 'account',
      columns: 'primarycontactid: { lookup: { to: people, column: words } }',
      values: { words: 'ann@example.org' },
    };
    expect(await mapped({ ...story, keySecret: 'sesame' })).toMatchObject({
      primarycontactid: { path: `contacts(cw_key='${key}')` },
    });
    await expect(mapped(story)).rejects.toMatchObject({ code: 'key-secret-missing' });
  });

  it('has its place in degrees, or none', async () => {
    const target = `  columns: {}
  position: { easting: east, northing: north, projection: EPSG:27700, latitude: cw_latitude, longitude: cw_longitude }`;
    const { cw_latitude: latitude, cw_longitude: longitude } = await mapped({
      target,
      values: { east: '530034', north: '180381' },
    });
    expect([Number(latitude).toFixed(3), Number(longitude).toFixed(3)]).toEqual(['51.507', '-0.128']);
    const nowhere = { cw_latitude: null, cw_longitude: null };
    expect(await mapped({ target, values: { east: '530034', north: null } })).toMatchObject(nowhere);
    expect(await mapped({ target, values: { east: 'east', north: '1' } })).toMatchObject(nowhere);
  });

  it('says whose it is, and what was written last', async () => {
    expect(await mapped({ columns: 'cw_name: words' })).toEqual({
      cw_name: null,
      cw_naturalkey: 'K-1',
      cw_sourcesystem: 'things',
      cw_rowhash: 'a1b2',
    });
    const long = await mapped({ row: { key: 'k'.repeat(600) } });
    expect(String(long['cw_naturalkey'])).toHaveLength(400);
  });

  it('has no natural key where it is somebody', async () => {
    const row = await mapped({ table: 'contact', columns: 'lastname: words' });
    expect(row).not.toHaveProperty('cw_naturalkey');
  });

  it('is active again when Dataverse holds it as inactive', async () => {
    expect(await mapped({ row: { isInactive: true } })).toMatchObject({ statecode: 0, statuscode: 1 });
    expect(await mapped({})).not.toHaveProperty('statecode');
  });

  it.each<[string, Story, string]>([
    [
      'a fraction of a whole number',
      { columns: 'cw_capacity: figure', values: { figure: '0.25' } },
      'cw_capacity takes whole numbers, and figure is none.',
    ],
    [
      'a whole number that is too large',
      { columns: 'cw_capacity: figure', values: { figure: '4e9' } },
      'cw_capacity takes whole numbers, and figure is none.',
    ],
    [
      'a text that not even a note holds',
      { ...onIncident('description: { column: words, note: All }'), values: { words: 'x'.repeat(100_001) } },
      'words is longer than a note holds.',
    ],
    [
      'what a query made, and is no number',
      { step: 'things/sorts', columns: 'cw_latitude: figure', values: { figure: 'many' } },
      'cw_latitude takes numbers, and figure is none.',
    ],
  ])('is refused for %s', async (_, story, says) => {
    await expect(mapped(story)).rejects.toMatchObject({ code: 'unfit-value', message: says });
  });
});
