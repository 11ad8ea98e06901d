import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, type ModuleProcesses, moduleProcesses } from '../../../../test/support/module-processes.js';

const MEGABYTES = 150;

/** Reads rows that are made while they are read, and says how much of memory is held, garbage left out. */
const PROGRAM = `
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sourceColumn } from '../../dist/apps/batch-sync/src/catalogue/column.js';
import { source } from '../../dist/apps/batch-sync/src/catalogue/source.js';
import { readRows } from '../../dist/apps/batch-sync/src/extract/read-rows.js';

const block = Buffer.from(
  Array.from({ length: 700 }, (_, row) => [row, 'Église ' + row, '"said ""yes"", twice"', row % 9 ? 1.5 : 'NA', 'a longer text '.repeat(30), ''].join(',')).join('\\n') + '\\n',
);
let given = 0;
async function* bytes() {
  yield Buffer.from('id,name,note,length,rated,more\\n');
  for (; given < ${MEGABYTES} * 2 ** 20; given += block.length) yield block;
}
const columns = Object.fromEntries(['id', 'name', 'note', 'length'].map((name) => [name, sourceColumn.parse({})]));
const integration = { key: ['id'], columns, source: source.parse({ format: { kind: 'csv' }, otherColumns: 'kept' }) };

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
let rows = 0;
let mostHeld = 0;
for await (const row of readRows(integration, { name: 'large.csv', bytes: bytes() })) {
  if (row.defect) throw new Error(row.defect);
  rows += 1;
  if (rows % 50_000 !== 0) continue;
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  mostHeld = Math.max(mostHeld, heapUsed + external);
}
console.log('read ' + JSON.stringify({ rows, expected: 700 * (given / block.length), mostHeldMb: mostHeld / 2 ** 20 }));
`;

describe('a file of any size', () => {
  let programs: ModuleProcesses;
  beforeAll(async () => void (programs = await moduleProcesses()));
  afterAll(() => programs.remove());

  it(`is read in the memory of a few rows: ${MEGABYTES} MB in a heap of 48 MB`, async () => {
    const child = await programs.start(PROGRAM, { env: { NODE_OPTIONS: '--max-old-space-size=48' } });
    const read = JSON.parse(await lineOf(child, 'read')) as Record<string, number>;
    expect(read['rows']).toBe(read['expected']);
    expect(read['mostHeldMb']).toBeLessThan(48);
  }, 180_000);
});
