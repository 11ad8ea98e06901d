import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceRow } from '../source-row.js';
import { readIntegration, rowsOf } from '../testing.js';

const NAMES = ['a', 'b', 'c'] as const;
type Row = Readonly<Record<(typeof NAMES)[number], string>>;
/** A line, and what is wrong with it. */
type Malformed = [line: string, defect: string];

const integration = readIntegration({ kind: 'csv' }, { a: {}, b: {}, c: {} });

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r\n', '\r', ' ', 'é', '𝛼', 'x', '1', '<<<<<<< ') }),
);
const row = fc.record({ a: text, b: text, c: text });

/** What RFC 4180 does not know. */
const malformed = fc.constantFrom<Malformed>(
  ['1,5" pipe,2', 'has a quote inside of a field'],
  ['"1"x,2,3', 'has a quote inside of a field'],
  ['1,"a "b" c",3', 'has a quote inside of a field'],
  ['1,2', 'has 2 fields where the header has 3'],
  ['"1",2,"3\n4",5', 'has 4 fields where the header has 3'],
);

/** How a writer may write: all of it is RFC 4180, which allows more quotes than are needed. */
const style = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n'),
  quotesAll: fc.boolean(),
  endsLastLine: fc.boolean(),
  isPacked: fc.boolean(),
  mark: fc.constantFrom('', '\ufeff'),
  pieceBytes: fc.integer({ min: 1, max: 64 }),
});

type Style = typeof style extends fc.Arbitrary<infer S> ? S : never;

/** Written by the rule book alone: no reader of ours has a part in it. */
function written(records: readonly (Row | Malformed)[], how: Style) {
  const field = (value: string) =>
    how.quotesAll || value === '' || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = records.map((record) =>
    Array.isArray(record) ? record[0] : NAMES.map((name) => field(record[name])).join(','),
  );
  const end = how.endsLastLine ? how.lineEnd : '';
  const file = `${how.mark}${['a,b,c', ...lines].join(how.lineEnd)}${end}`;
  return how.isPacked ? gzipSync(file) : Buffer.from(file);
}

const expected = (record: Row | Malformed, at: number): SourceRow =>
  Array.isArray(record)
    ? { number: at + 1, defect: record[1], values: {} }
    : {
        number: at + 1,
        values: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')),
      };

const hasNoNul = (record: Row | Malformed) => !Object.values(record).some((value) => value.includes('\0'));

describe('whatever a writer of CSV writes', () => {
  it('is read back, whole, from pieces of any size', () =>
    fc.assert(
      fc.asyncProperty(fc.array(row.filter(hasNoNul), { minLength: 1 }), style, async (rows, how) => {
        expect(await rowsOf(integration, written(rows, how), how)).toEqual(rows.map(expected));
      }),
      { numRuns: 300 },
    ));

  it('is read back beside malformed records, each of which costs itself alone', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(row.filter(hasNoNul), malformed), { minLength: 1 }),
        row.filter(hasNoNul),
        style,
        async (some, last, how) => {
          const records = [...some, last];
          expect(await rowsOf(integration, written(records, how), how)).toEqual(records.map(expected));
        },
      ),
      { numRuns: 300 },
    ));
});
