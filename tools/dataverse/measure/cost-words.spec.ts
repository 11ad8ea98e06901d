import { describe, expect, it } from 'vitest';
import type { Cost, CostFile } from './cost-file.js';
import { costsInWords } from './cost-words.js';

const cost = (rest: Partial<Cost> = {}): Cost => ({
  requestMs: 60,
  operationMs: 12,
  r2: 0.999,
  jitter: 0.115,
  tail: { share: 0, factor: 1 },
  samples: 30,
  sizes: [],
  ...rest,
});
const form = (rest: Partial<Cost> = {}) => ({ create: cost(rest), update: cost(rest) });

const file: CostFile = {
  format: 'causeway-dataverse-costs',
  version: 1,
  environment: 'contoso-test.crm4.dynamics.com',
  kind: 'CustomerTest',
  measuredAt: '2026-01-31T10:00:00.000Z',
  node: 'v20.19.0',
  rounds: 1,
  network: { connectMs: null, whoAmIMs: 41.23 },
  tables: { account: { single: form({ r2: null }), batch: form(), bulk: form() } },
};

const lineWith = (words: string, ...parts: string[]): string[] =>
  words
    .split('\n')
    .filter((line) => parts.every((part) => line.includes(part)))
    .flatMap((line) => line.split('│').map((cell) => cell.trim()))
    .filter((cell) => cell !== '');

describe('costs in words', () => {
  it('tell what a request and a row cost, and how many rows a call of two seconds holds', () => {
    const words = costsInWords(file);
    const figures = ['60.0', '12.0', '0.999', '12 %', '161'];
    expect(lineWith(words, 'created', 'bulk')).toEqual(['account', 'created', 'bulk', ...figures]);
    expect(lineWith(words, 'updated', 'single')).toEqual([
      ...['account', 'updated', 'single', '60.0', '12.0', '12 %'],
    ]);
  });

  it('say that the network is in them', () => {
    expect(costsInWords(file)).toContain(
      'Of 1 round, one call at a time. The network is in all of it: no connection of our own was made, a WhoAmI 41.2 ms.',
    );
  });

  it('tell of outliers, and of lines that say little', () => {
    const bulk = form({ r2: 0.4, tail: { share: 0.05, factor: 6 } });
    const words = costsInWords({ ...file, tables: { account: { single: form(), batch: form(), bulk } } });
    expect(lineWith(words, 'created', 'bulk')).toContain('5.0 %, 6.0 times');
    expect(words).toContain('take more --rounds');
    expect(costsInWords(file)).not.toContain('take more --rounds');
  });
});
