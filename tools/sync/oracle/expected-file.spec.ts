import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ExpectedNumbers } from './expected-file.js';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'expected-'));
  const pumps = [{ snapshot: '1.csv', read: 2, rejected: { 'R3 no place': 1 } }];
  await writeFile(join(data, 'expected.json'), JSON.stringify({ pumps, roads: [] }));
});
afterAll(() => rm(data, { recursive: true }));

it('has the numbers of each delivery, with the reasons by their codes', async () => {
  expect((await ExpectedNumbers.of(data)).deliveries('pumps')).toEqual([
    { snapshot: '1.csv', numbers: { read: 2, rejected: { R3: 1 } } },
  ]);
});

it.each(['roads', 'lamps'])('says so where nothing is expected of a source: %s', async (folder) => {
  const expected = await ExpectedNumbers.of(data);
  expect(() => expected.deliveries(folder)).toThrow(`says nothing of the deliveries of ${folder}.`);
});
