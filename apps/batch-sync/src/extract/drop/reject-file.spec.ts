import { parse } from 'csv-parse';
import { describe, expect, it } from 'vitest';
import { rejectFile, type RejectedRow } from './reject-file.js';

async function recordsOf(rows: readonly RejectedRow[], columns: readonly string[]): Promise<string[][]> {
  const lines: string[] = [];
  for await (const line of (await rejectFile(streamed(rows), columns)) ?? []) lines.push(line);
  return parse(lines.join('')).toArray();
}

async function* streamed(rows: readonly RejectedRow[]): AsyncGenerator<RejectedRow> {
  yield* rows;
}

describe('the file of rejected rows', () => {
  it('has the place, the reason and the values of each', async () => {
    const rows = [
      {
        number: 3,
        reason: 'R2',
        says: 'Its key is there twice.',
        key: 'A|1',
        values: { id: 'A', note: 'x\n"y", z' },
      },
      { number: 9, reason: 'R0', says: 'It has 3 fields.', values: {} },
    ];
    expect(await recordsOf(rows, ['id', 'note'])).toEqual([
      ['row number', 'rejected by', 'in words', 'natural key', 'id', 'note'],
      ['3', 'R2', 'Its key is there twice.', 'A|1', 'A', 'x\n"y", z'],
      ['9', 'R0', 'It has 3 fields.', '', '', ''],
    ]);
  });

  it.each(['=cmd|x', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '-', '--1'])(
    'has no text that a spreadsheet takes for a formula: %j',
    async (value) => {
      const [, row] = await recordsOf(
        [{ number: 1, reason: 'R3', says: value, key: value, values: { a: value } }],
        ['a'],
      );
      expect(row?.slice(2)).toEqual([`'${value}`, `'${value}`, `'${value}`]);
    },
  );

  it.each(['-76.10625', '+44', '5', 'a=b', "'quoted'", ''])('leaves %j as it is', async (value) => {
    const [, row] = await recordsOf([{ number: 1, reason: 'R3', says: 'x', values: { a: value } }], ['a']);
    expect(row?.at(-1)).toBe(value);
  });

  it('is none when no row was rejected', async () => {
    expect(await rejectFile(streamed([]), ['a'])).toBeUndefined();
  });
});
