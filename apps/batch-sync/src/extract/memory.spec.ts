import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineOf, type ModuleProcesses, moduleProcesses } from '../../../../test/support/module-processes.js';

const MEGABYTES = 500;

/** Reads rows that are made while they are read, and says what it took. */
const PROGRAM = `
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

let rows = 0;
let mostHeap = 0;
const start = performance.now();
for await (const row of readRows(integration, { name: 'large.csv', bytes: bytes() })) {
  if (row.defect) throw new Error(row.defect);
  rows += 1;
  if (rows % 10_000 === 0) mostHeap = Math.max(mostHeap, process.memoryUsage().heapUsed);
}
const seconds = (performance.now() - start) / 1000;
console.log('read ' + JSON.stringify({ rows, expected: 700 * (given / block.length), mostHeapMb: mostHeap / 2 ** 20, rssMb: process.resourceUsage().maxRSS / 1024, seconds }));
`;

describe('a file of any size', () => {
  let programs: ModuleProcesses;
  beforeAll(async () => void (programs = await moduleProcesses()));
  afterAll(() => programs.remove());

  it(`is read in the memory of a few rows: ${MEGABYTES} MB in a heap of 48 MB`, async () => {
    const child = await programs.start(PROGRAM, { env: { NODE_OPTIONS: '--max-old-space-size=48' } });
    const read = JSON.parse(await lineOf(child, 'read')) as Record<string, number>;
    expect(read['rows']).toBe(read['expected']);
    expect(read['mostHeapMb']).toBeLessThan(64);
    expect(read['rssMb']).toBeLessThan(250);
  }, 180_000);
});
