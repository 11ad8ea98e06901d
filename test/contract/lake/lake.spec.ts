import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountTable, contactTable, incidentTable, rowOf } from '#lib/dataverse';
import { LakeUnderTest } from './lake-under-test.js';

const ids = Array.from({ length: 4 }, (_, n) => `0a0a0a0a-0000-4000-8000-00000000000${n}`);
const [first = '', second = '', third = '', fourth = ''] = ids;

const TABLES = [
  ['account', 'accountid'],
  ['contact', 'contactid'],
  ['incident', 'incidentid'],
  ['annotation', 'annotationid'],
  ['systemuser', 'systemuserid'],
] as const;

let lake: LakeUnderTest;
beforeAll(async () => void (lake = await LakeUnderTest.start()));
afterAll(() => lake.close());
beforeEach(() => lake.standIn.dataverse.reset());

const put = (id: string, name: string) => lake.standIn.client.upsert(accountTable, id, { name });
const remove = (id: string) => lake.standIn.client.delete(accountTable, id);
const names = async (nowMs?: number) =>
  [...(await lake.rows('account', nowMs)).values()].map(({ values }) => values['name']).sort();

async function expectSameEverywhere() {
  for (const [table, primaryId] of TABLES) {
    const { lake: told, standIn } = await lake.bothSides(table, primaryId);
    expect(told, table).toEqual(standIn);
  }
}

describe('check 15: the lake of the stand-in, read by us', () => {
  it('is the rows of every table, after each export: made, changed, deleted, deleted and made again', async () => {
    const { client } = lake.standIn;
    await put(first, 'one');
    await put(second, 'two');
    await client.create(contactTable, { lastName: 'Doe "the third"' }, { id: third });
    await client.create(
      incidentTable,
      {
        title: 'A lamp,\n"out"',
        customer: rowOf(contactTable, third),
        occurredOn: new Date('2024-02-29T23:59:59Z'),
        latitude: 52.52,
      },
      { id: fourth },
    );
    await lake.export();
    await expectSameEverywhere();
    await put(first, 'one b');
    await remove(second);
    await put(third, 'short');
    await remove(third);
    await lake.export();
    await expectSameEverywhere();
    await put(second, 'two again');
    await client.delete(contactTable, third);
    await lake.export();
    await lake.export();
    await expectSameEverywhere();
    expect(await names()).toEqual(['one b', 'two again']);
  });

  it('tells a lookup with the table that it refers to', async () => {
    await lake.standIn.client.create(contactTable, { lastName: 'Doe' }, { id: third });
    await lake.standIn.client.create(
      incidentTable,
      { title: 'x', customer: rowOf(contactTable, third) },
      { id: fourth },
    );
    await lake.export();
    expect((await lake.rows('incident')).get(fourth)?.values).toMatchObject({
      customerid: third,
      customerid_entitytype: 'contact',
    });
  });

  it('shows nothing of the folder that is being written', async () => {
    await put(first, 'one');
    await lake.export();
    await put(first, 'one b');
    await lake.standIn.dataverse.writeLake();
    expect(await names()).toEqual(['one']);
    await lake.export();
    expect(await names()).toEqual(['one b']);
  });

  it('has what an abandoned export lost in the next folder', async () => {
    await put(first, 'one');
    await lake.export();
    await put(first, 'one b');
    await remove(second).catch(() => undefined);
    await lake.export('missingModel');
    expect([await names(Date.now()), await names()]).toEqual([['one'], ['one']]);
    await lake.export();
    expect(await lake.folderStates()).toEqual(['ready', 'skipped', 'ready']);
    await expectSameEverywhere();
  });

  it('is read though a description is cut off, rows stand twice, or a folder is empty', async () => {
    for (const fault of ['truncatedModel', 'duplicateRows', 'emptyFolder', undefined]) {
      await put(first, String(fault));
      await lake.export(fault);
    }
    expect(await lake.folderStates()).toEqual(['ready', 'ready', 'skipped', 'ready']);
    await expectSameEverywhere();
  });

  it('waits for a description that is late', async () => {
    await put(first, 'one');
    await lake.export('lateModel');
    expect([await lake.folderStates(Date.now()), await names(Date.now())]).toEqual([['waiting'], []]);
    await lake.export();
    expect([await lake.folderStates(Date.now()), await names(Date.now())]).toEqual([['ready'], ['one']]);
  });
});
