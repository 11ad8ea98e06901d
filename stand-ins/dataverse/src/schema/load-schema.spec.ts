import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findSchemaFile } from '../http/defaults.js';
import { loadSchema } from './load-schema.js';

describe('the schema', () => {
  let directory: string;
  beforeAll(() => void (directory = mkdtempSync(join(tmpdir(), 'schema-'))));
  afterAll(() => rmSync(directory, { recursive: true }));

  const load = (text: string) => {
    const path = join(directory, 'schema.yaml');
    writeFileSync(path, text);
    return loadSchema(path).tables;
  };

  it('of the repository is found, and has its tables with the columns of the platform', () => {
    const { tables } = loadSchema(findSchemaFile());
    const incident = tables.withEntitySet('incidents');
    expect(tables.all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['account', 'contact', 'incident', 'annotation']),
    );
    expect([...(incident?.columnsByProperty.keys() ?? [])]).toEqual(
      expect.arrayContaining([
        'incidentid',
        'createdon',
        'statecode',
        '_customerid_value',
        '_ownerid_value',
        'cw_key',
      ]),
    );
    expect(incident?.navigations.get('customerid_contact')?.target).toBe('contact');
  });

  it('says how many places numbers have', () => {
    const tables = load(
      'tables: { t: { entitySet: ts, primaryId: tid, columns: { c: { type: double, precision: 5 } } } }',
    );
    expect(tables.named('t')?.columnsByName.get('c')).toMatchObject({ precision: 5 });
  });

  it('gives a column its global choice', () => {
    const tables = load(
      'choices: { kind: { values: [{ value: 1, label: A }] } }\ntables: { t: { entitySet: ts, primaryId: tid, columns: { c: { type: choice, choice: kind } } } }',
    );
    expect(tables.named('t')?.columnsByName.get('c')).toMatchObject({ values: [{ value: 1, label: 'A' }] });
  });

  it.each([
    [
      'tables: { t: { entitySet: ts, primaryId: tid, columns: { c: { type: string } } } }',
      /t\.c lacks its length/,
    ],
    [
      'tables: { t: { entitySet: ts, primaryId: tid, columns: { c: { type: lookup } } } }',
      /t\.c lacks its targets/,
    ],
    [
      'tables: { t: { entitySet: ts, primaryId: tid, columns: { c: { type: colour } } } }',
      /tables\.t\.columns\.c\.type/,
    ],
    ['tables: [', /cannot be read/],
    ['tables: { t: { entitySet: ts, columns: {} } }', /tables\.t\.primaryId/],
  ])('that says %s is refused in words', (text, words) => {
    expect(() => load(text)).toThrow(words);
  });

  it('that is not there is refused in words', () => {
    expect(() => loadSchema(join(directory, 'none.yaml'))).toThrow(/cannot be read/);
    expect(() => findSchemaFile(directory)).toThrow(/There is no dataverse.schema\.yaml/);
  });
});
