import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Memory } from '../../../test/memory.js';
import { readFilter } from './filter.js';
import { likePattern } from './like.js';

/** A model as plain as can be: tries every way to match, one character at a time. */
function like(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('%'))
    return Array.from(`${text} `, (_, at) => like(pattern.slice(1), text.slice(at))).some(Boolean);
  const end = pattern.startsWith('[') ? pattern.indexOf(']') : 0;
  if (end < 0 || text === '') return false;
  return fits(pattern.slice(0, end + 1), text[0] ?? '') && like(pattern.slice(end + 1), text.slice(1));
}

function fits(one: string, character: string): boolean {
  if (one === '_') return true;
  if (!one.startsWith('[')) return one === character;
  const negated = one[1] === '^';
  const inside = one.slice(negated ? 2 : 1, -1);
  let found = false;
  for (let at = 0; at < inside.length; at += 1) {
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    const [from = '', to = ''] = isRange ? [inside[at], inside[at + 2]] : [inside[at], inside[at]];
    found ||= from <= character && character <= to;
    if (isRange) at += 2;
  }
  return found !== negated;
}

describe('contains, startswith and endswith', () => {
  const memory = new Memory();
  const table = memory.table('account');
  const scope = { tables: memory.tables, store: memory.store, now: memory.now, table };
  const text = fc.string({ unit: fc.constantFrom(...`abcAB%_[]^-'",() é漢`), maxLength: 8 });
  const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const row = (name: string) => ({ id: '', version: 1, values: { name } });

  it.each([
    ['startswith', (value: string) => `${value}%`],
    ['endswith', (value: string) => `%${value}`],
    ['contains', (value: string) => `%${value}%`],
  ])('%s finds what SQL would find, whatever stands in the text', (name, pattern) => {
    fc.assert(
      fc.property(text, text, (value, held) => {
        const filter = readFilter(`${name}(name,${quoted(value)})`, scope, 'none');
        const expected = like(pattern(value.toLowerCase()), held.toLowerCase());
        expect(filter.passes(row(held))).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('eq takes every character for itself, but for its case', () => {
    fc.assert(
      fc.property(text, text, (value, held) => {
        const filter = readFilter(`name eq ${quoted(value)}`, scope, 'none');
        expect(filter.passes(row(value.toUpperCase()))).toBe(
          value.toUpperCase().toLowerCase() === value.toLowerCase(),
        );
        expect(filter.passes(row(held))).toBe(held.toLowerCase() === value.toLowerCase());
      }),
    );
  });

  it('take no longer for a pattern of many runs', () => {
    const slow = likePattern('%a'.repeat(200), { before: true, after: true });
    const started = performance.now();
    expect(slow('a'.repeat(199).padEnd(20_000, 'b'))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
