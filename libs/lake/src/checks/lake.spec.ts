import { describe, expect, it } from 'vitest';
import { readFolders, readTable } from '../index.js';
import { lakeOf } from '../testing.js';

const [jan1, jan2, jan3, jan4] = [1, 2, 3, 4].map((day) => `2024-01-0${day}T00.15.00Z`) as [
  string,
  string,
  string,
  string,
];
const A = '50bff458-0000-4000-8000-00000000000a';
const B = '50bff458-0000-4000-8000-00000000000b';
const hourMs = 3_600_000;
const nowMs = Date.parse('2024-01-04T00:20:00Z');

const types: Readonly<Record<string, string>> = {
  Id: 'guid',
  SinkCreatedOn: 'dateTime',
  SinkModifiedOn: 'dateTime',
  name: 'string',
  customerid: 'guid',
  customerid_entitytype: 'string',
  versionnumber: 'int64',
  createdon: 'dateTimeOffset',
  modifiedon: 'dateTime',
  IsDelete: 'boolean',
};
const columns = Object.keys(types);

const modelOf = (...names: string[]) =>
  JSON.stringify({
    name: 'cdm',
    version: '1.0',
    entities: [
      {
        $type: 'LocalEntity',
        name: 'incident',
        attributes: names.map((name) => ({ name, dataType: types[name] ?? 'string', maxLength: -1 })),
        partitions: [],
      },
    ],
  });
const model = modelOf(...columns);

const sink = '"1/2/2024 0:15:00 PM"';
const upsert = (id: string, name: string, version: number | bigint, at = sink) =>
  `${id},${at},${at},"${name}",${B},"Contact",${version},"2024-01-01T00:15:00.0000000+00:00","2024-01-01T00:15:00.0000000Z",`;
const gone = (id: string, version: number | bigint, at = sink) =>
  `${id},${at},${at},,,,${version},"0001-01-03T00:00:00.0000000",,True`;

/** A lake whose folders hold these files each; the last one named in changelog.info is being written. */
const lake = (folders: Readonly<Record<string, Readonly<Record<string, string>>>>, current = jan4) =>
  lakeOf({
    'Changelog/changelog.info': `${current}\n`,
    ...Object.fromEntries(
      Object.entries(folders).flatMap(([folder, files]) =>
        Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]),
      ),
    ),
  });
const table = (...lines: string[]) => ({ 'model.json': model, 'incident/1.csv': lines.join('\n') });
const namesOf = async (storage: ReturnType<typeof lakeOf>, now = nowMs) =>
  [...(await readTable(storage, 'incident', now)).values()].map(({ values }) => values['name']);

describe('the lake', () => {
  it('check 15: folders have dots in their names, and are read up to the one that is being written', async () => {
    const storage = lake({
      [jan2]: table(upsert(A, 'two', 2)),
      [jan1]: table(upsert(A, 'one', 1)),
      [jan4]: table(upsert(A, 'half', 3)),
      '2024-01-09T00.15.00Z': table(upsert(A, 'of tomorrow', 4)),
      EntitySyncFailure: { 'x.csv': 'x' },
      'Synapse.log': { x: 'x' },
    });
    const folders = await readFolders(storage, { nowMs });
    expect(folders.map(({ name }) => name)).toEqual([jan1, jan2]);
    expect(await namesOf(storage)).toEqual(['two']);
  });

  it('check 15: only what lies behind the folder that was read last is read, when asked so', async () => {
    const storage = lake({ [jan1]: table(), [jan2]: table(), [jan3]: table() });
    const folders = await readFolders(storage, { nowMs, after: jan2 });
    expect(folders.map(({ name }) => name)).toEqual([jan3]);
  });

  it('check 15: names with dots, colons and fractions of a second are in the order of the times that they tell', async () => {
    const names = ['00.15.00Z', '00:15:00.5Z', '00.15.01Z', '00:15:02Z'].map((time) => `2024-01-01T${time}`);
    const [first, second, third, fourth] = names as [string, string, string, string];
    const storage = lake(Object.fromEntries(names.toReversed().map((name) => [name, table()])), fourth);
    const read = async (after?: string) =>
      (await readFolders(storage, { nowMs, after })).map(({ name }) => name);
    expect(await read()).toEqual([first, second, third]);
    expect(await read(second)).toEqual([third]);
    const other = lake({ [first]: table(), [third]: table() }, '2024-01-01T00:15:01Z');
    expect((await readFolders(other, { nowMs })).map(({ name }) => name)).toEqual([first]);
  });

  it('check 15: rows have no header, and what was added later stands behind IsDelete, in newer rows alone', async () => {
    const text = `${upsert(A, 'narrow', 1)}\n${upsert(B, 'wide', 2)},"late"\n`;
    const storage = lake({ [jan1]: { 'model.json': modelOf(...columns, 'cw_new'), 'incident/1.csv': text } });
    const rows = await readTable(storage, 'incident', nowMs);
    expect([...rows.values()].map(({ values }) => [values['name'], values['cw_new']])).toEqual([
      ['narrow', null],
      ['wide', 'late'],
    ]);
  });

  it('check 15: texts keep their line ends, quotes and commas', async () => {
    const storage = lake({ [jan1]: table(upsert(A, 'a ""b"",\r\nc\nd', 1)) });
    expect(await namesOf(storage)).toEqual(['a "b",\r\nc\nd']);
  });

  it('check 15: a row that ends before IsDelete is corrupt, and where it is is said, not what is in it', async () => {
    const cut = upsert(A, 'secret', 1).split(',').slice(0, -1).join(',');
    const storage = lake({ [jan1]: table(upsert(B, 'two\nlines', 2), cut) });
    const error: unknown = await readTable(storage, 'incident', nowMs).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'lake-row-too-narrow',
      place: { file: `${jan1}/incident/1.csv`, line: 3 },
      message: expect.not.stringContaining('secret'),
    });
  });

  it.each([
    ['lake-row-too-wide', `${upsert(A, 'one', 1)},"more"`],
    ['lake-value-unreadable', upsert(A, 'one', 1).replace(A, '')],
    ['lake-value-unreadable', upsert(A, 'one', 1, '"yesterday"')],
    ['lake-value-unreadable', gone(A, 2).replace(',2,', ',,')],
    ['lake-file-malformed', `${A},"never closed`],
  ])('check 15: is refused with %s', async (code, line) => {
    const storage = lake({ [jan1]: table(line) });
    await expect(readTable(storage, 'incident', nowMs)).rejects.toMatchObject({ code });
  });

  it('check 15: the year 1 stands for no date, in deletions and elsewhere', async () => {
    const blank = upsert(A, 'one', 1).replace(/"2024[^"]+Z"/, '"0001-01-01T00:00:00"');
    const rows = await readTable(lake({ [jan1]: table(blank, gone(B, 2)) }), 'incident', nowMs);
    expect([...rows.keys()]).toEqual([A]);
    expect(rows.get(A)?.values).toMatchObject({
      modifiedon: null,
      createdon: new Date('2024-01-01T00:15:00Z'),
    });
  });

  it('check 15: the latest version of a row counts, whatever the order and however large the numbers', async () => {
    const large = 2n ** 53n;
    const storage = lake({
      [jan1]: table(upsert(A, 'newest', large + 1n), upsert(B, 'B', 5)),
      [jan2]: table(upsert(A, 'older', large), upsert(B, 'B b', 6)),
    });
    expect(await namesOf(storage)).toEqual(['newest', 'B b']);
  });

  it('check 15: a version that was exported twice is one row, and the later export counts', async () => {
    const storage = lake({
      [jan1]: table(upsert(A, 'one', 1), upsert(A, 'one', 1)),
      [jan2]: table(upsert(A, 'again', 1, '"1/2/2024 13:15:00 PM"')),
    });
    expect(await namesOf(storage)).toEqual(['again']);
  });

  it('check 15: deletions come after rows within a folder, wherever they lie, and a row may come back', async () => {
    const files = {
      'model.json': model,
      'incident/1.csv': gone(A, 2),
      'incident/2.csv': `${upsert(A, 'one', 2)}\n${upsert(B, 'B', 3)}`,
      'incident/3.csv': gone(B, 4),
    };
    const storage = lake({ [jan1]: files, [jan2]: table(upsert(B, 'back', 5)) });
    expect(await namesOf(storage)).toEqual(['back']);
  });

  it('check 15: the table of a lookup is told in one way, however it is written', async () => {
    const rows = await readTable(lake({ [jan1]: table(upsert(A, 'one', 1)) }), 'incident', nowMs);
    expect(rows.get(A)?.values).toMatchObject({ customerid: B, customerid_entitytype: 'contact' });
  });

  describe('model.json', () => {
    const files = { 'incident/1.csv': upsert(A, 'two', 2) };
    const late = (more: Record<string, string> = {}) =>
      lake({
        [jan1]: table(upsert(A, 'one', 1)),
        [jan3]: { ...files, ...more },
        '2024-01-03T12.00.00Z': table(upsert(B, 'behind', 3)),
      });
    const completed = Date.parse('2024-01-03T12:00:00Z');

    it('check 15: that is missing is waited for, and all folders behind it wait as well', async () => {
      const folders = await readFolders(late(), { nowMs: completed + hourMs - 1 });
      expect(folders).toMatchObject([
        { state: 'ready', name: jan1 },
        { state: 'waiting', name: jan3, untilMs: completed + hourMs },
      ]);
      expect(await namesOf(late(), completed)).toEqual(['one']);
    });

    it('check 15: that is missing for an hour is of an export that was abandoned', async () => {
      const folders = await readFolders(late(), { nowMs: completed + hourMs });
      expect(folders[1]).toEqual({ state: 'skipped', name: jan3, why: 'abandoned' });
      expect(await namesOf(late(), completed + hourMs)).toEqual(['one', 'behind']);
    });

    it('check 15: that comes late is read when it is there', async () => {
      expect(await namesOf(late({ 'model.json': model }), completed + 1)).toEqual(['two', 'behind']);
    });

    const cut = { 'model.json': model.slice(0, 200) };
    const own = 'Microsoft.Athena.TrickleFeedService/incident-model.json';

    it("check 15: that is cut off is replaced by the tables' own descriptions", async () => {
      expect(await namesOf(late({ ...cut, [own]: model }))).toEqual(['two', 'behind']);
    });

    it('check 15: that is cut off, and the description of the table too, is an error for a table with rows', async () => {
      const storage = late({ ...cut, [own]: model.slice(0, 100) });
      await expect(readTable(storage, 'incident', nowMs)).rejects.toMatchObject({
        code: 'lake-model-unreadable',
        place: { file: `${jan3}/incident/1.csv` },
      });
      expect(await readTable(storage, 'account', nowMs)).toEqual(new Map());
    });

    it.each(['{"entities":{}}', modelOf('Id', 'name')])(
      'is an error when it describes nothing: %s',
      async (text) => {
        await expect(readTable(late({ 'model.json': text }), 'incident', nowMs)).rejects.toMatchObject({
          code: 'lake-model-unreadable',
        });
      },
    );
  });

  it('check 15: an empty folder is passed over', async () => {
    const storage = lake({
      [jan1]: table(upsert(A, 'one', 1)),
      [jan2]: { '': '' },
      [jan3]: table(gone(A, 2)),
    });
    expect(await readFolders(storage, { nowMs })).toMatchObject([
      { state: 'ready' },
      { state: 'skipped', name: jan2, why: 'empty' },
      { state: 'ready' },
    ]);
    expect(await namesOf(storage)).toEqual([]);
  });

  it('without changelog.info, or a folder in it, nobody knows which folders are complete', async () => {
    const folder = { [`${jan1}/model.json`]: model };
    for (const storage of [lakeOf(folder), lakeOf({ ...folder, 'Changelog/changelog.info': 'unheard of' })])
      await expect(readFolders(storage, { nowMs })).rejects.toMatchObject({ code: 'lake-changelog-missing' });
  });
});
