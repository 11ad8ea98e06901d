import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bankAccount, column } from '../../test/definitions.js';
import { TestOrganization } from '../../test/organization.js';

interface Answer {
  lake: string;
  current: string;
  folders: string[];
  folder: string | null;
  upserts: number;
  deletes: number;
}

interface Entity {
  name: string;
  attributes: { name: string; dataType: string; maxLength: number }[];
  partitions: { name: string; location: string }[];
}

const begin = Date.parse('2024-01-01T13:05:00Z');

describe('the lake', () => {
  let directory: string;
  let organization: TestOrganization;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'lake-'));
    organization = await TestOrganization.start({ lakeDirectory: directory, clock: { now: () => begin } });
  });
  afterEach(async () => {
    await organization.close();
    rmSync(directory, { recursive: true });
  });

  const order = async (action: object) =>
    (await organization.control('lake', action)).json as unknown as Answer;
  const exportNow = (fault?: string) => order({ action: 'export', ...(fault && { fault }) });
  const read = (...path: string[]) =>
    readFileSync(join(directory, 'dataverse-standin-unqstandin', ...path), 'utf8');
  const has = (...path: string[]) => existsSync(join(directory, 'dataverse-standin-unqstandin', ...path));
  const entities = (folder: string) =>
    (JSON.parse(read(folder, 'model.json')) as { entities: Entity[] }).entities;
  const entity = (folder: string, name: string) => entities(folder).find((one) => one.name === name);
  /** The cells of a line without commas in its texts, by column name. */
  const cells = (folder: string, table: string, file = '001.csv', line = 0) => {
    const values = (read(folder, table, file).split('\n')[line] ?? '').split(',');
    return Object.fromEntries(
      (entity(folder, table)?.attributes ?? []).map(({ name }, at) => [name, values[at]]),
    );
  };

  it('names folders with dots, the one that is being written in changelog.info', async () => {
    expect(read('Changelog', 'changelog.info')).toBe('2024-01-01T13.05.00Z');
    await organization.contact();
    expect(await exportNow()).toMatchObject({
      folder: '2024-01-01T13.05.00Z',
      current: '2024-01-01T13.05.01Z',
      folders: ['2024-01-01T13.05.00Z'],
    });
    expect(read('Changelog', 'changelog.info')).toBe('2024-01-01T13.05.01Z');
    await organization.control('clock', { advanceSeconds: 900 });
    await exportNow();
    expect(read('Changelog', 'changelog.info')).toBe('2024-01-01T13.20.00Z');
  });

  it('begins with a full copy, and goes on with what has changed', async () => {
    const id = await organization.contact({ lastname: 'One' });
    await organization.contact({ lastname: 'Two' });
    expect(await exportNow()).toMatchObject({ upserts: 4, deletes: 0 });
    await organization.patch(`contacts(${id})`, { lastname: 'One b' });
    const { folder, upserts, deletes } = await exportNow();
    expect([upserts, deletes]).toEqual([1, 0]);
    expect(cells(folder ?? '', 'contact')).toMatchObject({ Id: id, lastname: '"One b"' });
    expect(entity(folder ?? '', 'account')?.partitions).toEqual([]);
    expect(await exportNow()).toMatchObject({ folder: null, upserts: 0, deletes: 0 });
  });

  it('has no header, its own columns between those of the export, and a table beside each lookup', async () => {
    const contact = await organization.contact({ lastname: 'Doe "the second"' });
    const id = await organization.incident({
      title: 'First line\nsecond line',
      isescalated: true,
      cw_latitude: 52.5,
      followupby: '2024-02-29',
      'customerid_contact@odata.bind': `/contacts(${contact})`,
    });
    const { folder } = await exportNow();
    const names = entity(folder ?? '', 'incident')?.attributes.map(({ name }) => name) ?? [];
    expect(names.slice(0, 3)).toEqual(['Id', 'SinkCreatedOn', 'SinkModifiedOn']);
    expect(names.slice(-4)).toEqual(['versionnumber', 'createdon', 'modifiedon', 'IsDelete']);
    expect(names.indexOf('customerid_entitytype')).toBe(names.indexOf('customerid') + 1);
    expect(cells(folder ?? '', 'incident')).toMatchObject({
      Id: id,
      incidentid: id,
      SinkModifiedOn: '"1/1/2024 13:05:00 PM"',
      title: '"First line\nsecond line"'.split('\n')[0],
    });
    const whole = read(folder ?? '', 'incident', '001.csv')
      .replace('\n', ' ')
      .split(',');
    const cell = (name: string) => whole[names.indexOf(name)];
    expect(
      ['isescalated', 'cw_latitude', 'followupby', 'customerid', 'customerid_entitytype'].map(cell),
    ).toEqual(['True', '52.5', '"2024-02-29T00:00:00.0000000Z"', contact, '"contact"']);
    expect([cell('description'), cell('prioritycode'), cell('createdon'), cell('IsDelete')]).toEqual([
      '',
      '2',
      '"2024-01-01T13:05:00.0000000+00:00"',
      '\n',
    ]);
    expect(read(folder ?? '', 'contact', '001.csv')).toContain('"Doe ""the second"""');
  });

  it('tells what is gone in a file of its own: its id and version, a day in the year 1, and nothing else', async () => {
    const id = await organization.contact();
    await exportNow();
    await organization.delete(`contacts(${id})`);
    const { folder, deletes } = await exportNow();
    expect([deletes, has(folder ?? '', 'contact', '001.csv')]).toEqual([1, false]);
    const told = Object.entries(cells(folder ?? '', 'contact', '002.csv')).filter(([, cell]) => cell !== '');
    expect(Object.fromEntries(told)).toEqual({
      Id: id,
      SinkCreatedOn: '"1/1/2024 13:05:00 PM"',
      SinkModifiedOn: '"1/1/2024 13:05:00 PM"',
      versionnumber: expect.stringMatching(/^\d+$/),
      createdon: '"0001-01-03T00:00:00.0000000"',
      IsDelete: 'True',
    });
  });

  it('tells nothing of a row that came and went between two exports but that it is gone', async () => {
    await exportNow();
    await organization.delete(`contacts(${await organization.contact()})`);
    expect(await exportNow()).toMatchObject({ upserts: 0, deletes: 1 });
  });

  it('puts a column that is added later behind IsDelete, so older rows in the file are narrower', async () => {
    const id = await organization.insert('accounts', 'accountid', { name: 'Before' });
    await order({ action: 'write' });
    const body = { ...column('String', 'new_Later'), MaxLength: 50 };
    await organization.post("EntityDefinitions(LogicalName='account')/Attributes", body);
    await organization.patch(`accounts(${id})`, { new_later: 'after' });
    const { folder } = await exportNow();
    const names = entity(folder ?? '', 'account')?.attributes.map(({ name }) => name) ?? [];
    expect(names.slice(-2)).toEqual(['IsDelete', 'new_later']);
    const widths = read(folder ?? '', 'account', '001.csv')
      .trim()
      .split('\n')
      .map((line) => line.split(',').length);
    expect(widths).toEqual([names.length - 1, names.length]);
  });

  it('writes into the open folder without closing it', async () => {
    await organization.contact();
    const { current, folders } = await order({ action: 'write' });
    expect([folders, read('Changelog', 'changelog.info')]).toEqual([[current], current]);
    expect(has(current, 'model.json')).toBe(false);
    expect(await exportNow()).toMatchObject({ folder: current, upserts: 3 });
  });

  it('describes each table by itself too, and what its choices mean', async () => {
    const { folder } = await exportNow();
    const alone = JSON.parse(
      read(folder ?? '', 'Microsoft.Athena.TrickleFeedService', 'incident-model.json'),
    ) as { entities: Entity[] };
    expect(alone.entities).toEqual([entity(folder ?? '', 'incident')]);
    const labels = (name: string) => read(folder ?? '', 'OptionsetMetadata', `${name}.csv`).split('\n');
    expect(labels('OptionsetMetadata')).toContain('"incident","prioritycode",1,True,1033,"High"');
    expect(labels('GlobalOptionsetMetadata')).toContain(
      '"cw_category",100000000,False,1033,"Roads and pavements","cw_category","incident",',
    );
    expect(labels('StateMetadata')).toContain('"incident",1,True,1033,"Resolved"');
    expect(labels('StatusMetadata')).toContain('"incident",1,5,False,1033,"Problem Solved"');
    expect(labels('TargetMetadata')).toContain('"incident","customerid","contact","contactid"');
  });

  it('exports the tables that track changes, and no others', async () => {
    await organization.post('EntityDefinitions', bankAccount());
    const { folder } = await exportNow();
    const names = entities(folder ?? '').map(({ name }) => name);
    expect(names).toContain('incident');
    expect(names).not.toContain('new_bankaccount');
  });

  describe('with a fault', () => {
    it('leaves out model.json, and what was in that folder comes again with the next', async () => {
      await organization.contact();
      const abandoned = await exportNow('missingModel');
      expect(has(abandoned.folder ?? '', 'model.json')).toBe(false);
      expect(await exportNow()).toMatchObject({ upserts: abandoned.upserts });
      expect(has(abandoned.folder ?? '', 'model.json')).toBe(false);
    });

    it('cuts model.json off, and what describes each table is whole', async () => {
      const { folder } = await exportNow('truncatedModel');
      expect(() => entities(folder ?? '')).toThrow(SyntaxError);
      expect(has(folder ?? '', 'Microsoft.Athena.TrickleFeedService', 'account-model.json')).toBe(true);
    });

    it('puts model.json there with the next export only', async () => {
      const { folder } = await exportNow('lateModel');
      expect(has(folder ?? '', 'model.json')).toBe(false);
      expect(await exportNow()).toMatchObject({ folder: null });
      expect(entities(folder ?? '').length).toBeGreaterThan(0);
    });

    it('leaves a folder with nothing in it', async () => {
      const { folder, lake } = await exportNow('emptyFolder');
      expect(readdirSync(join(lake, folder ?? ''))).toEqual([]);
      expect(await exportNow()).toMatchObject({ upserts: 2 });
    });

    it('cannot leave a folder empty that has rows already', async () => {
      await order({ action: 'write' });
      expect((await organization.control('lake', { action: 'export', fault: 'emptyFolder' })).status).toBe(
        400,
      );
    });

    it('writes rows twice, as a try does that is repeated', async () => {
      const id = await organization.contact();
      const { folder } = await exportNow('duplicateRows');
      expect(
        read(folder ?? '', 'contact', '001.csv')
          .split('\n')
          .map((line) => line.slice(0, 36)),
      ).toEqual([id, id, '']);
    });
  });

  it('begins anew when the rows are forgotten', async () => {
    await organization.contact();
    const { folder } = await exportNow();
    await organization.control('reset', {});
    expect((await organization.control('lake')).json['folders']).toEqual([]);
    const next = await exportNow();
    expect([next.upserts, String(next.folder) > String(folder)]).toEqual([2, true]);
  });

  it('says that there is none where nobody asked for one', async () => {
    const without = await TestOrganization.start();
    expect((await without.control('lake')).json).toEqual({ lake: 'off' });
    const refused = await without.control('lake', { action: 'export' });
    expect([refused.status, refused.json['error']]).toEqual([400, expect.stringContaining('--lake')]);
    await without.close();
  });
});

describe('a lake that was there before', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'lake-'))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const start = (dataDirectory: string | undefined, now = begin) =>
    TestOrganization.start({
      lakeDirectory: join(directory, 'lake'),
      ...(dataDirectory && { dataDirectory }),
      clock: { now: () => now },
    });
  const exportFrom = async (organization: TestOrganization) =>
    (await organization.control('lake', { action: 'export' })).json as unknown as Answer;

  it('goes on with a full copy in a later folder, deletions and all, also when the clock is behind', async () => {
    const data = join(directory, 'data');
    const first = await start(data);
    const gone = await first.contact();
    const { folder } = await exportFrom(first);
    await first.delete(`contacts(${gone})`);
    await first.close();
    const second = await start(data, begin - 3_600_000);
    const next = await exportFrom(second);
    expect([next.upserts, next.deletes, String(next.folder) > String(folder)]).toEqual([2, 1, true]);
    await second.close();
  });

  it('is refused when its rows are gone', async () => {
    const first = await start(undefined);
    await exportFrom(first);
    await first.close();
    await expect(start(undefined)).rejects.toThrow(/lake of rows that are gone/);
  });
});
