import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import type { CompleteWhen } from './complete-files.js';
import { FileDrop } from './file-drop.js';
import { fileOperations, type FileOperations } from './file-operations.js';
import type { RejectedRow } from './reject-file.js';
import type { TakenFile } from './taken-file.js';

const NOW = new Date('2026-11-24T02:00:00.000Z');
const ID = '2026-11-24T02-00-00.000Z_';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-drop-'));
  await mkdir(join(folder, 'incoming'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const deliver = (name: string, content = name) => writeFile(join(folder, 'incoming', name), content);
const drop = (when: CompleteWhen = {}, operations = fileOperations) =>
  new FileDrop(folder, when, () => NOW, operations);
const namesOf = (files: readonly TakenFile[]) => files.map(({ name }) => name);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** All files with what is in them. */
async function tree(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = files
    .sort()
    .map(async (file) => [relative(folder, file), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(contents));
}

async function text(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function* streamed(rows: readonly RejectedRow[]): AsyncGenerator<RejectedRow> {
  yield* rows;
}

/** Settles all that is there; what begins with `wrong` is wrong as a whole. Gives what was read, in order. */
async function settleAll(of: FileDrop): Promise<string[]> {
  const read: string[] = [];
  for (const taken of await of.takeAll()) {
    const source = await taken.open().catch((error: unknown) => error as DeliveryRefusedError);
    if (source instanceof DeliveryRefusedError) await taken.refuse(source);
    else {
      const content = await text(source.bytes);
      read.push(content);
      if (content.startsWith('wrong'))
        await taken.refuse(new DeliveryRefusedError('delivery-empty', 'it is wrong.', { file: taken.name }));
      else {
        const rejected = { number: 2, reason: 'R1', says: 'It has no key.', values: { id: '7' } };
        await taken.giveBack(streamed(content.startsWith('partly') ? [rejected] : []), ['id']);
        await taken.archive();
      }
    }
  }
  return read;
}

describe('a file drop', () => {
  it('gives complete files in the order of their names, and archives them', async () => {
    await deliver('b.csv');
    await deliver('B.csv');
    await deliver('a.csv.gz');
    for (const name of ['c.csv.part', 'd.tmp', 'e.csv.FILEPART', '.f.csv.x7Q', 'g.csv.done', 'h.csv.sha256'])
      await deliver(name);
    await mkdir(join(folder, 'incoming', 'folder.csv'));
    expect(await settleAll(drop())).toEqual(['B.csv', 'a.csv.gz', 'b.csv']);
    expect(Object.keys(await tree())).toEqual([
      `archive/${ID}B.csv/B.csv`,
      `archive/${ID}a.csv.gz/a.csv.gz`,
      `archive/${ID}b.csv/b.csv`,
      'incoming/.f.csv.x7Q',
      'incoming/c.csv.part',
      'incoming/d.tmp',
      'incoming/e.csv.FILEPART',
      'incoming/g.csv.done',
      'incoming/h.csv.sha256',
    ]);
  });

  it('takes a file once it has its name', async () => {
    await deliver('a.csv.part');
    expect(await drop().takeAll()).toEqual([]);
    await rename(join(folder, 'incoming/a.csv.part'), join(folder, 'incoming/a.csv'));
    expect(namesOf(await drop().takeAll())).toEqual(['a.csv']);
  });

  it('takes only names like those that the source is said to use', async () => {
    for (const name of ['Roads2011.csv', 'Roads2011.csvx', 'Roads20111.csv', 'Roads[1].csv'])
      await deliver(name);
    expect(await settleAll(drop({ files: 'Roads????.csv' }))).toEqual(['Roads2011.csv']);
    expect(await settleAll(drop({ files: 'R*s[1].*' }))).toEqual(['Roads[1].csv']);
  });

  it('tells of names that the source is not said to use, and of nothing that is still written or lies beside', async () => {
    for (const name of ['Roads2011.csv', 'Roads2011.csv.sha256', 'roads.xlsx', 'Roads2012.csv.part', '.x'])
      await deliver(name);
    await mkdir(join(folder, 'incoming', 'old'));
    const says = 'the integration takes files like Roads????.csv';
    expect(await drop({ files: 'Roads????.csv' }).passedOver()).toEqual([{ name: 'roads.xlsx', says }]);
    expect(await drop().passedOver()).toEqual([]);
  });

  it('tells of a file whose marker does not come within an hour', async () => {
    await deliver('a.csv');
    await deliver('b.csv');
    await deliver('b.csv.done');
    const inMinutes = (minutes: number) =>
      new FileDrop(folder, { doneMarker: true }, () => new Date(Date.now() + minutes * 60_000)).passedOver();
    expect(await inMinutes(59)).toEqual([]);
    expect(await inMinutes(61)).toEqual([
      { name: 'a.csv', says: 'its marker a.csv.done has not come for more than an hour' },
    ]);
  });

  it('tells of nothing where its source has left nothing yet, and makes no folder for that', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await new FileDrop(nowhere).passedOver()).toEqual([]);
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it('waits for the marker, where there is one, and takes it along', async () => {
    await deliver('a.csv');
    await deliver('b.csv');
    await deliver('b.csv.done');
    expect(await settleAll(drop({ doneMarker: true }))).toEqual(['b.csv']);
    expect(Object.keys(await tree())).toEqual([
      `archive/${ID}b.csv/b.csv`,
      `archive/${ID}b.csv/b.csv.done`,
      'incoming/a.csv',
    ]);
  });

  it('keeps what was wrong as a whole, with the reason beside it', async () => {
    await deliver('a.csv', 'wrong');
    await settleAll(drop());
    expect(await tree()).toEqual({
      [`refused/${ID}a.csv/a.csv`]: 'wrong',
      [`refused/${ID}a.csv/a.csv.reason.txt`]: 'delivery-empty\na.csv is refused: it is wrong.\n',
    });
  });

  it('compares the checksum that lies beside a file', async () => {
    await deliver('a.csv', 'alpha');
    await deliver('a.csv.sha256', `${sha256('alpha').toUpperCase()}  a.csv\n`);
    await deliver('b.csv', 'beta');
    await deliver('b.csv.sha256', `SHA256 (b.csv) = ${sha256('else')}\n`);
    await deliver('c.csv', 'gamma');
    await deliver('c.csv.sha256', 'none\n');
    expect(await settleAll(drop())).toEqual(['alpha']);
    const files = await tree();
    expect(files[`refused/${ID}b.csv/b.csv.reason.txt`]).toBe(
      `delivery-checksum-differs\nb.csv is refused: its checksum is ${sha256('beta')} where ${sha256('else')} is expected, so it is not what was sent.\n`,
    );
    expect(files[`refused/${ID}c.csv/c.csv.reason.txt`]).toContain('has no SHA-256 checksum in it');
  });

  it('never follows a link, neither to a file nor to its checksum', async () => {
    const secret = join(folder, 'secret.txt');
    await writeFile(secret, 'secret');
    await symlink('../secret.txt', join(folder, 'incoming/a.csv'));
    await deliver('b.csv');
    await symlink(secret, join(folder, 'incoming/b.csv.sha256'));
    await symlink('/nowhere', join(folder, 'incoming/c.csv'));
    expect(await settleAll(drop())).toEqual([]);
    const files = await tree();
    for (const name of ['a.csv', 'b.csv', 'c.csv'])
      expect(files[`refused/${ID}${name}/${name}.reason.txt`]).toContain('delivery-no-file');
    expect(files['secret.txt']).toBe('secret');
  });

  it('keeps within its folder, whatever a file is called', async () => {
    const names = ['..', '...csv', '..\\x.csv', 'a%2f..%2f..%2fx.csv', 'a\n.csv', '-rf.csv', "';--.csv"];
    for (const name of names.slice(1)) await deliver(name);
    const read = await settleAll(drop());
    expect(read).toEqual(names.slice(3).sort());
    const outside = (await readdir(join(folder, '..'))).filter((name) => name.includes('x.csv'));
    expect(outside).toEqual([]);
  });

  it('keeps every file of a name that comes each night', async () => {
    const nights = ['2026-11-23T02:00:00.000Z', '2026-11-24T02:00:00.000Z'];
    for (const night of nights) {
      await deliver('export.csv', night);
      await settleAll(new FileDrop(folder, {}, () => new Date(night)));
    }
    expect(Object.values(await tree())).toEqual(nights);
  });

  it('gives rejected rows back, until a delivery of that name has none', async () => {
    await deliver('a.csv', 'partly');
    await settleAll(drop());
    expect((await tree())['rejected/a.csv.csv']).toBe(
      '"row number","rejected by","in words","natural key","id"\r\n"2","R1","It has no key.","","7"\r\n',
    );
    await deliver('a.csv', 'good');
    await settleAll(new FileDrop(folder));
    expect((await tree())['rejected/a.csv.csv']).toBeUndefined();
  });

  it('keeps a file that is called like the one it gives back', async () => {
    await deliver('rejected.csv', 'partly');
    await settleAll(drop());
    expect(await tree()).toEqual({
      [`archive/${ID}rejected.csv/rejected.csv`]: 'partly',
      'rejected/rejected.csv.csv': expect.stringContaining('It has no key.') as string,
    });
  });

  it('keeps a file that is called like the reason for which it is refused', async () => {
    await deliver('reason.txt', 'wrong');
    await settleAll(drop());
    expect(await tree()).toEqual({
      [`refused/${ID}reason.txt/reason.txt`]: 'wrong',
      [`refused/${ID}reason.txt/reason.txt.reason.txt`]: expect.stringContaining('delivery-empty') as string,
    });
  });

  it('goes on with what its process left, before anything else', async () => {
    await deliver('b.csv');
    expect(namesOf(await drop().takeAll())).toEqual(['b.csv']);
    await deliver('a.csv');
    expect(namesOf(await drop().unsettled())).toEqual(['b.csv']);
    expect(namesOf(await drop().takeAll())).toEqual(['b.csv', 'a.csv']);
  });

  it('forgets a file that its source took back while it was being taken', async () => {
    await deliver('a.csv');
    const taken = drop({}, stoppedAt(7));
    await expect(taken.takeAll()).rejects.toThrow('killed');
    await rm(join(folder, 'incoming/a.csv'));
    expect(await drop().takeAll()).toEqual([]);
    expect(await readdir(join(folder, 'working'))).toEqual([]);
  });

  it('ends alike wherever a process ends and another goes on', async () => {
    const setUp = async () => {
      await rm(folder, { recursive: true });
      await mkdir(join(folder, 'incoming'), { recursive: true });
      for (const [name, content] of [
        ['a.csv', 'good'],
        ['b.csv', 'wrong'],
        ['c.csv', 'partly'],
      ] as const) {
        await deliver(name, content);
        await deliver(`${name}.done`, '');
        await deliver(`${name}.sha256`, sha256(content));
      }
    };
    await setUp();
    await settleAll(drop({ doneMarker: true }));
    const unbroken = await tree();
    expect(Object.keys(unbroken)).toHaveLength(11);

    let stops = 0;
    for (let isStopped = true; isStopped; stops += 1) {
      await setUp();
      isStopped = await settleAll(drop({ doneMarker: true }, stoppedAt(stops))).then(
        () => false,
        () => true,
      );
      // A file of the same name that is not complete yet must not be taken for what was left.
      if ((await stat(join(folder, 'incoming/a.csv')).catch(() => undefined)) === undefined)
        await deliver('a.csv', 'the next one, half writ');
      await settleAll(drop({ doneMarker: true }));
      const { 'incoming/a.csv': _, ...ended } = await tree();
      expect(ended).toEqual(unbroken);
    }
    expect(stops).toBeGreaterThan(40);
  });
});

/** Does what it is told to until so many steps are done; then its process is killed, while it writes a file half of that. */
function stoppedAt(steps: number): FileOperations {
  let done = 0;
  return new Proxy(fileOperations, {
    get:
      (operations, name: keyof FileOperations) =>
      async (...args: never[]) => {
        if ((done += 1) > steps) {
          if (name === 'writeFile') await writeFile(args[0] ?? '', 'half');
          throw new Error('killed');
        }
        return (operations[name] as (...args: never[]) => unknown)(...args);
      },
  });
}
