import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Catalogue } from './catalogue.js';
import { integration } from './integration.js';
import { loadSteps } from './order/load-order.js';
import { LAMPS, ROADS, SampleCatalogue } from './testing/sample-catalogue.js';

const repository = new URL('../../../../', import.meta.url).pathname;
const schemaFile = join(repository, 'dataverse/schema.yaml');
const shipped = join(repository, 'integrations');

const sample = new SampleCatalogue();
afterAll(() => sample.remove());

describe('the form of an integration', () => {
  it('is what editors read (vitest -u writes it anew)', async () => {
    const file = join(shipped, 'integration.schema.json');
    const form = z.toJSONSchema(integration, { io: 'input', target: 'draft-7' });
    const json = await format(JSON.stringify(form), { ...(await resolveConfig(file)), filepath: file });
    await expect(json).toMatchFileSnapshot(file);
  });
});

describe('the integrations that are shipped', () => {
  it('are all there, parents before children', async () => {
    const { integrations } = await Catalogue.fromFolder(shipped, schemaFile);
    expect(integrations.map(({ name }) => name)).toEqual([
      'case-archive-boston',
      'case-archive-nyc',
      'customer-register',
      'facilities',
      'road-ratings',
      'potholes',
      'trunk-roadworks',
      'water-pumps',
    ]);
  });

  it('write contacts before the accounts that name them', async () => {
    const { integrations } = await Catalogue.fromFolder(shipped, schemaFile);
    const register = integrations.find(({ name }) => name === 'customer-register');
    expect(register && loadSteps(register).map(({ name }) => name)).toEqual([
      'customer-register/contacts',
      'customer-register',
    ]);
  });

  it('say to editors what their form is', async () => {
    const { integrations } = await Catalogue.fromFolder(shipped, schemaFile);
    for (const { name } of integrations)
      expect(await readFile(join(shipped, `${name}.yaml`), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=integration\.schema\.json\n/,
      );
  });
});

describe('the words about the catalogue', () => {
  const words = () => readFile(join(shipped, 'README.md'), 'utf8');

  it('have an example that is right, beside the integration that it refers to', async () => {
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(await words()) ?? [];
    const roads = await readFile(join(shipped, 'road-ratings.yaml'), 'utf8');
    const { integrations } = await sample.read({ 'street-lamps': example, 'road-ratings': roads });
    expect(integrations.map(({ name }) => name)).toEqual(['road-ratings', 'street-lamps']);
  });

  it('name every field', async () => {
    const named = new Set(
      [...(await words()).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/\W+/)),
    );
    const form = z.toJSONSchema(integration, { io: 'input', target: 'draft-7' });
    expect([...fieldsIn(form)].filter((field) => !named.has(field))).toEqual([]);
  });

  it('name every integration that is shipped', async () => {
    const { integrations } = await Catalogue.fromFolder(shipped, schemaFile);
    const text = await words();
    expect(integrations.filter(({ name }) => !text.includes(`| \`${name}\``))).toEqual([]);
  });
});

/** All names of properties, at any depth of a JSON Schema. */
function* fieldsIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [word, part] of Object.entries(schema)) {
    if (word === 'properties') yield* Object.keys(part as object);
    yield* fieldsIn(part);
  }
}

describe('an integration', () => {
  it('is read with what it does not say', async () => {
    const { integrations } = await sample.read({ lamps: LAMPS });
    expect(integrations).toMatchObject([
      {
        name: 'lamps',
        delivers: 'everything',
        gone: 'deactivated',
        guards: { rejected: 0.2, deactivated: 0.2 },
        source: { format: [{ kind: 'csv', delimiter: ',', encoding: 'utf-8' }], otherColumns: 'ignored' },
        columns: { id: { type: 'text', nothing: [], required: false, compared: true } },
        target: { columns: { cw_capacity: { column: 'height' } } },
      },
    ]);
  });

  it('is told the file and the line', async () => {
    const text = LAMPS.replace('key: [id]', 'key: [number]').replace('upper(name)', 'upper(nmae)');
    const problems = await sample.problemsOf({ lamps: text });
    expect(problems).toEqual([
      { file: 'lamps.yaml', line: 18, place: 'computed.label.sql', says: 'names nmae, which is no column' },
      { file: 'lamps.yaml', line: 7, place: 'key.0', says: 'there is no column number' },
    ]);
  });

  it('is told the line around what is missing', async () => {
    const problems = await sample.problemsOf({ lamps: LAMPS.replace('  table: cw_asset\n', '') });
    expect(problems).toEqual([{ file: 'lamps.yaml', line: 21, place: 'target.table', says: 'is missing' }]);
  });

  it('is told that it is no YAML', async () => {
    const problems = await sample.problemsOf({ lamps: 'name: lamps\nname: lamps\n' });
    expect(problems).toEqual([{ file: 'lamps.yaml', line: 2, place: '', says: 'Map keys must be unique' }]);
  });

  it('may have strings in its SQL that look like what is forbidden', async () => {
    expect(
      await sample.problemsWith('upper(name)', JSON.stringify("concat(name, '; -- ''(', 'select')")),
    ).toEqual([]);
  });
});

describe('several integrations', () => {
  it('are told all their problems at once', async () => {
    const problems = await sample.problemsOf({
      lamps: LAMPS.replace('key: [id]', 'key: [x]'),
      roads: ROADS.replace('key: [id]', 'key: [y]'),
    });
    expect(problems.map(({ file }) => file)).toEqual(['lamps.yaml', 'roads.yaml']);
  });

  it('cannot have the same rows: each has the name of its file', async () => {
    const problems = await sample.problemsOf({ lamps: LAMPS, lights: LAMPS });
    expect(problems).toMatchObject([{ file: 'lights.yaml', says: 'must be lights, as the file is called' }]);
  });

  it('cannot need each other', async () => {
    const refers = (to: string) =>
      `rules: [{ reason: R5, says: No., reference: { column: id, to: ${to} } }]\ntarget:`;
    const problems = await sample.problemsOf({
      lamps: LAMPS.replace(/rules:[^]*target:/, refers('roads')),
      roads: ROADS.replace('target:', refers('lamps')),
    });
    expect(problems).toMatchObject([
      {
        file: 'lamps.yaml',
        place: 'name',
        says: 'needs itself before itself: lamps needs roads needs lamps',
      },
    ]);
  });

  it('cannot have rows that must be there before themselves', async () => {
    const text = `${ROADS.replace('cw_asset', 'cw_workorder').replace('cw_name: id', 'cw_assetid: { lookup: { to: roads/parts, column: id } }')}entities:
  parts: { sql: 'select id as "key", id from rows', target: { table: cw_asset, columns: { cw_name: id } } }
`;
    expect(await sample.problemsOf({ roads: text })).toEqual([]);
    const circle = text.replace(
      '{ cw_name: id }',
      '{ cw_name: id, cw_owner: { lookup: { to: roads, column: id } } }',
    );
    expect((await sample.problemsOf({ roads: circle })).map(({ says }) => says)).toContain(
      'needs itself before itself: roads needs roads/parts needs roads',
    );
  });

  it('are not blamed for a parent whose form is wrong', async () => {
    const child = LAMPS.replace(
      'rules:',
      'rules:\n  - { reason: R5, says: No., reference: { column: road, to: roads } }',
    );
    const problems = await sample.problemsOf({ lamps: child, roads: ROADS.replace('owner', 'owns') });
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['roads.yaml']));
  });

  it('are missed where there is none', async () => {
    expect(await sample.problemsOf({})).toMatchObject([
      { says: 'there is no integration (*.yaml) in this folder' },
    ]);
    const nowhere = Catalogue.fromFolder(join(shipped, 'none'), schemaFile);
    await expect(nowhere).rejects.toThrow(/none: cannot be read: ENOENT/);
  });
});
