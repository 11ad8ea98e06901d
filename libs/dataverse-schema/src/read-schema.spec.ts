import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSchema, SchemaError } from './read-schema.js';
import { schemaFile } from './schema-file.js';

const repository = new URL('../../../', import.meta.url).pathname;
const ours = join(repository, 'dataverse/schema.yaml');

describe('the form of the schema', () => {
  it('is what editors read (vitest -u writes it anew)', async () => {
    const file = join(repository, 'dataverse/schema.schema.json');
    const form = z.toJSONSchema(schemaFile, { io: 'input', target: 'draft-7' });
    const json = await format(JSON.stringify(form), { ...(await resolveConfig(file)), filepath: file });
    await expect(json).toMatchFileSnapshot(file);
  });
});

describe('the schema of the repository', () => {
  it('is read with the names inside', async () => {
    const { publisher, choices, tables } = await readSchema(ours);
    expect(publisher).toMatchObject({ prefix: 'cw', solution: 'Causeway' });
    expect(choices.map(({ name }) => name)).toEqual(['cw_category']);
    const incident = tables.find(({ name }) => name === 'incident');
    expect(incident?.columns.find(({ name }) => name === 'cw_key')).toMatchObject({
      type: 'string',
      length: 64,
    });
    expect(incident?.keys).toMatchObject([{ name: 'cw_incidentkey', columns: ['cw_key'], custom: true }]);
  });

  it('gives everything of ours a label of its own', async () => {
    const { tables } = await readSchema(ours);
    const columns = tables.flatMap((table) => table.columns.filter(({ custom }) => custom));
    expect(columns.filter(({ label }) => label === undefined)).toEqual([]);
  });

  it('keeps the values of our choices under our prefix', async () => {
    const { publisher, choices } = await readSchema(ours);
    for (const { value } of choices.flatMap(({ values }) => values)) {
      expect(Math.floor(value / 10_000)).toBe(publisher.optionValuePrefix);
    }
  });
});

describe('a schema that is wrong', () => {
  let directory: string;
  beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'schema-'))));
  afterAll(() => rm(directory, { recursive: true }));

  const publisher =
    'publisher: { name: causeway, label: C, prefix: cw, optionValuePrefix: 10000, solution: Causeway }\n';

  const mistakes = async (text: string): Promise<readonly string[]> => {
    const file = join(directory, 'schema.yaml');
    await writeFile(file, text);
    const error = await readSchema(file).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(SchemaError);
    return (error as SchemaError).mistakes;
  };

  const table = (rest: string) =>
    `${publisher}tables: { t: { entitySet: ts, primaryId: tid, columns: { ${rest} } } }`;

  it.each([
    ['a typing error', 'cw_a: { type: string, lenght: 5 }', /tables\.t\.columns\.cw_a/],
    ['an unknown type', 'cw_a: { type: colour }', /tables\.t\.columns\.cw_a/],
    ['a text without a length', 'cw_a: { type: string }', /columns\.cw_a\.length/],
    ['a lookup to nowhere', 'cw_a: { type: lookup, targets: {} }', /refers to a table/],
    ['a foreign prefix', 'x_a: { type: date, custom: true }', /t\.x_a lacks the prefix cw_/],
    ['no values', 'cw_a: { type: choice }', /needs values or the name of a choice/],
    ['an unknown choice', 'cw_a: { type: choice, choice: cw_none }', /cw_none, which is not there/],
    [
      'what only the platform requires',
      'cw_a: { type: date, custom: true, required: system }',
      /cannot be required/,
    ],
    ['what only the platform makes', 'cw_a: { type: uniqueidentifier, custom: true }', /cannot be created/],
    ['too long a text', 'cw_a: { type: string, length: 4001, custom: true }', /a memo\?/],
    ['another schemaName', 'cw_a: { type: date, schemaName: cw_B, custom: true }', /another schemaName/],
  ])('is told %s', async (_, columns, words) => {
    expect((await mistakes(table(columns))).join('\n')).toMatch(words);
  });

  it('is told all its mistakes at once', async () => {
    const text = `${table('cw_a: { type: choice }, x_b: { type: date, custom: true }')}`;
    expect(await mistakes(text)).toHaveLength(2);
  });

  it('is told what a table of ours needs', async () => {
    const text = `${publisher}tables: { x_t: { entitySet: x_ts, primaryId: x_key, custom: true, columns: {} } }`;
    expect(await mistakes(text)).toEqual([
      'x_t lacks the prefix cw_',
      'x_t will have the id x_tid',
      'x_t lacks a primaryName that is a string',
    ]);
  });

  it('is told of a key over nothing', async () => {
    const text = `${publisher}tables: { t: { entitySet: ts, primaryId: tid, columns: {}, keys: { cw_k: { columns: [cw_a] } } } }`;
    expect(await mistakes(text)).toEqual(['cw_k is over cw_a, which is not there']);
  });

  it('is told that it is no YAML, or not there', async () => {
    expect((await mistakes('tables: [')).join()).toMatch(/tables|flow/i);
    await expect(readSchema(join(directory, 'none.yaml'))).rejects.toThrow(/ENOENT/);
  });
});
