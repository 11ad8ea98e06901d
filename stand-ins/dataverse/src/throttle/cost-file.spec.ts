import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCostFile } from './cost-file.js';

const cost = { requestMs: 60, operationMs: 40, jitter: 0.1, tail: { share: 0, factor: 1 }, samples: 10 };
const form = { create: cost, update: { ...cost, operationMs: 20, jitter: 0.3 } };
const file = {
  format: 'causeway-dataverse-costs',
  version: 1,
  environment: 'contoso.crm4.dynamics.com',
  tables: { account: { single: form, batch: form } },
};

describe('a file of costs', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'costs-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (content: unknown) => {
    const path = join(folder, 'costs.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readCostFile(path);
  };

  it('tells what rows cost in between of creating and changing them, and how costs vary', () => {
    const { measured } = read(file);
    expect(measured['account']?.batch).toMatchObject({
      requestMs: 60,
      operationMs: 30,
      jitter: expect.closeTo(0.2 * Math.sqrt(3)),
    });
    expect(measured['account']).not.toHaveProperty('bulk');
  });

  it.each([
    ['is none', {}, 'is no file of costs: format:'],
    ['is of a later version', { ...file, version: 2 }, 'is no file of costs: version:'],
    ['is not JSON', '{', 'cannot be read'],
    [
      'has costs below nothing',
      {
        ...file,
        tables: {
          account: { ...file.tables.account, single: { ...form, update: { ...cost, requestMs: -1 } } },
        },
      },
      'is no file of costs: tables.account.single.update.requestMs:',
    ],
  ])('is refused in words when it %s', (_, content, words) => {
    expect(() => read(content)).toThrow(words);
  });

  it('is missed in words when it is not there', () => {
    expect(() => readCostFile(join(folder, 'nowhere.json'))).toThrow(/nowhere.json cannot be read/);
  });
});
