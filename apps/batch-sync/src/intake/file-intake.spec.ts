import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestDatabase } from '../../../../test/support/fresh-database.js';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { type Integration, integration } from '../catalogue/integration.js';
import { Staging } from '../staging/staging.js';
import { FileIntake } from './file-intake.js';

const lamps = (name: string): Integration =>
  integration.parse({
    name,
    owner: 'Street Lighting',
    need: 'A test',
    pattern: 'batch',
    source: { format: { kind: 'csv' }, files: '*.csv' },
    key: ['lamp'],
    columns: { lamp: {}, watts: { type: 'number', required: true } },
    rules: [{ reason: 'R3', says: 'The power is no number.', number: { column: 'watts' } }],
    guards: { rejected: 0.5 },
    target: { table: 'cw_asset', columns: {} },
  });

describe('the intake of files', () => {
  let database: TestDatabase;
  let staging: Staging;
  let folder: string;
  let integrations = 0;
  let register: Integration;
  beforeAll(async () => {
    database = await createTestDatabase();
    staging = await Staging.open(database.url);
  });
  afterAll(async () => {
    await staging.close();
    await database.drop();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'causeway-intake-'));
    register = lamps(`lamps-${(integrations += 1)}`);
    await mkdir(join(folder, register.name, 'incoming'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const intake = () => new FileIntake(staging, register, folder);
  const leave = (name: string, text: string) =>
    writeFile(join(folder, register.name, 'incoming', name), text);
  const applyAll = async () => {
    for (const delivery of await staging.waiting(register)) await staging.apply(register, delivery);
  };
  /** The files below the source's folder, without the moments in their names. */
  const files = async () => {
    const entries = await readdir(join(folder, register.name), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, register.name).length + 1))
      .map((path) => path.replace(/\d{4}-[^_]*Z_/, ''))
      .sort();
  };

  it('lands all files that wait in the order of their names, and archives them once they are applied', async () => {
    await leave('b.csv', 'lamp,watts\nL-1,20\n');
    await leave('a.csv', 'lamp,watts\nL-1,10\n');
    await intake().takeUp();
    await intake().settle();
    expect(await files()).toEqual(['working/a.csv/a.csv', 'working/b.csv/b.csv']);
    await applyAll();
    await intake().settle();
    expect(await files()).toEqual(['archive/a.csv/a.csv', 'archive/b.csv/b.csv']);
    expect((await staging.waiting(register)).length).toBe(0);
  });

  it('gives the rejected rows back to the source', async () => {
    await leave('a.csv', 'lamp,watts\nL-1,10\nL-2,many\n');
    await intake().takeUp();
    await applyAll();
    await intake().settle();
    expect(await files()).toEqual(['archive/a.csv/a.csv', 'rejected/a.csv.csv']);
    expect(await readFile(join(folder, register.name, 'rejected', 'a.csv.csv'), 'utf8')).toBe(
      '"row number","rejected by","in words","natural key","lamp","watts"\r\n"2","R3","The power is no number.","L-2","L-2","many"\r\n',
    );
  });

  it('refuses a file that cannot be read, tells of it among the deliveries, and goes on with the next', async () => {
    await leave('a.csv', 'lamp\nL-1\n');
    await leave('b.csv', 'lamp,watts\nL-1,10\n');
    await intake().takeUp();
    await applyAll();
    await intake().settle();
    expect(await files()).toEqual([
      'archive/b.csv/b.csv',
      'refused/a.csv/a.csv',
      'refused/a.csv/a.csv.reason.txt',
    ]);
    const [id = ''] = await readdir(join(folder, register.name, 'refused'));
    expect(await staging.deliveries.named(register.name, id)).toMatchObject({
      state: 'refused',
      report: { read: 0, activeAfter: 0, outcome: { kind: 'refused', code: 'delivery-column-missing' } },
    });
    expect(await readFile(join(folder, register.name, 'refused', id, 'a.csv.reason.txt'), 'utf8')).toMatch(
      /^delivery-column-missing\na\.csv is refused.*watts/,
    );
  });

  it('refuses a file whose delivery breaks a guard, and gives its rejected rows back all the same', async () => {
    await leave('a.csv', 'lamp,watts\nL-1,few\nL-2,many\n');
    await intake().takeUp();
    await applyAll();
    await intake().settle();
    expect(await files()).toEqual([
      'refused/a.csv/a.csv',
      'refused/a.csv/a.csv.reason.txt',
      'rejected/a.csv.csv',
    ]);
  });

  it('lands nothing twice, whoever goes on with it', async () => {
    await leave('a.csv', 'lamp,watts\nL-1,10\n');
    await intake().takeUp();
    await intake().takeUp();
    expect(await staging.waiting(register)).toHaveLength(1);
    await applyAll();
    await intake().takeUp();
    expect(await staging.waiting(register)).toHaveLength(0);
    await intake().settle();
    expect(await files()).toEqual(['archive/a.csv/a.csv']);
  });
});
