import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, guid, literal, type ODataValue, queryString } from './odata.js';

/** Reads a quoted literal as a parser does: up to the first quote that is not doubled. Undefined when text is left over. */
function unquote(text: string): string | undefined {
  const [whole, inner] = /^'((?:[^']|'')*)'/.exec(text) ?? [];
  return whole === text ? inner?.replaceAll("''", "'") : undefined;
}

describe('literal', () => {
  it('keeps every text whole and within its quotes', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => unquote(literal(text)) === text));
    fc.assert(fc.property(fc.stringMatching(/^['() a-z;]*$/), (text) => unquote(literal(text)) === text));
  });

  it('writes the other kinds plainly', () => {
    expect([literal(1.5), literal(true), literal(null), literal(new Date(0))]).toEqual([
      '1.5',
      'true',
      'null',
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  it.each([
    [NaN],
    [Infinity],
    [new Date('never')],
    [['1 or 1 eq 1']],
    [{ toString: () => '1 or 1 eq 1' }],
    [undefined],
    ['\ud800'],
  ])('refuses what OData has no literal for: %s', (value) => {
    expect(() => literal(value as ODataValue)).toThrow(TypeError);
  });
});

describe('guid', () => {
  it('lets GUIDs through, in lower case', () => {
    fc.assert(fc.property(fc.uuid(), (id) => guid(id.toUpperCase(), 'it') === id));
  });

  it('lets nothing else through', () => {
    fc.assert(fc.property(fc.string(), (text) => throws(() => guid(text, 'it'))));
    expect(throws(() => guid('00000000-0000-0000-0000-000000000000)/x', 'it'))).toBe(true);
    expect(throws(() => guid('00000000-0000-0000-0000-000000000000\n', 'it'))).toBe(true);
  });
});

describe('dayOf', () => {
  it('lets days through, and nothing else', () => {
    expect(dayOf('2025-01-31', 'it')).toBe('2025-01-31');
    fc.assert(fc.property(fc.string(), (text) => throws(() => dayOf(text, 'it'))));
    expect(throws(() => dayOf('2025-01-31\n', 'it'))).toBe(true);
    expect(throws(() => dayOf(['2025-01-31'], 'it'))).toBe(true);
  });
});

describe('queryString', () => {
  it('leaves out what has no value', () => {
    expect(queryString({ $select: 'a,b', $filter: undefined })).toBe('?$select=a%2Cb');
    expect(queryString({ $filter: undefined })).toBe('');
  });

  it('keeps every value whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        const params = new URL(`http://a.test/x${queryString({ $filter: value, $select: 'a' })}`)
          .searchParams;
        return params.get('$filter') === value && params.get('$select') === 'a' && params.size === 2;
      }),
    );
  });
});

function throws(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof TypeError;
  }
}
