import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LakeRow, localStorage, readFolders, readTable } from '#lib/lake';
import type { StoredRow } from '../../support/dataverse-control.js';
import { connectStandIn, type ConnectedStandIn } from '../connected-stand-in.js';

const LONG_AFTER_MS = 365 * 86_400_000;

/** A stand-in that writes a lake, and our reader of it. */
export class LakeUnderTest {
  private constructor(
    readonly standIn: ConnectedStandIn,
    private readonly directory: string,
    private readonly path: string,
  ) {}

  static async start(): Promise<LakeUnderTest> {
    const directory = await mkdtemp(join(tmpdir(), 'lake-'));
    const standIn = await connectStandIn({ lakeDirectory: directory });
    const { lake } = await standIn.dataverse.lake();
    return new LakeUnderTest(standIn, directory, lake);
  }

  export(fault?: string): Promise<unknown> {
    return this.standIn.dataverse.exportLake(fault);
  }

  /** As the lake tells it: long after the last export, when nobody waits for a description any more. */
  rows(table: string, nowMs = Date.now() + LONG_AFTER_MS): Promise<Map<string, LakeRow>> {
    return readTable(localStorage(this.path), table, nowMs);
  }

  async folderStates(nowMs = Date.now() + LONG_AFTER_MS): Promise<string[]> {
    return (await readFolders(localStorage(this.path), { nowMs })).map(({ state }) => state);
  }

  /** The table as the lake tells it, and as the stand-in has it, by id and in the same form. */
  async bothSides(table: string, primaryId: string) {
    const [lake, stored] = [await this.rows(table), await this.standIn.dataverse.rows(table)];
    return {
      lake: new Map([...lake].map(([id, row]) => [id, plain(row)])),
      standIn: new Map(stored.map((row) => [String(row[primaryId]), columnsOf(row)])),
    };
  }

  async close(): Promise<void> {
    await this.standIn.close();
    await rm(this.directory, { recursive: true });
  }
}

/** Without what only the lake has, and with moments as the Web API writes them. */
const plain = ({ values, version }: LakeRow): StoredRow => ({
  ...Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !name.endsWith('_entitytype'))
      .map(([name, value]) => [name, value instanceof Date ? value.toISOString().slice(0, 19) : value]),
  ),
  versionnumber: Number(version),
});

const MOMENT = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)?Z?$/;

/**
 * By the names of the columns, where the Web API has names of properties: `_customerid_value`. In the lake every table has times, also
 * that of users, which has none in the stand-in.
 */
const columnsOf = (row: StoredRow): StoredRow => ({
  createdon: null,
  modifiedon: null,
  ...Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !name.includes('@'))
      .map(([name, value]) => [name.replace(/^_(.+)_value$/, '$1'), inLakeForm(value)]),
  ),
});

function inLakeForm(value: unknown): unknown {
  const [, day, time = 'T00:00:00'] = MOMENT.exec(String(value)) ?? [];
  return day === undefined ? value : `${day}${time}`;
}
