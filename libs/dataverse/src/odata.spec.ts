import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guid, literal, queryString, rowPath } from './odata.js';

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

  it('refuses what is no number', () => {
    expect(() => literal(NaN)).toThrow(TypeError);
    expect(() => literal(Infinity)).toThrow(TypeError);
  });
});

describe('guid', () => {
  it('lets GUIDs through, in lower case', () => {
    fc.assert(fc.property(fc.uuid(), (id) => guid(id.toUpperCase()) === id));
  });

  it('lets nothing else through', () => {
    fc.assert(fc.property(fc.string(), (text) => throws(() => guid(text))));
    expect(throws(() => guid('00000000-0000-0000-0000-000000000000)/x'))).toBe(true);
    expect(throws(() => guid('00000000-0000-0000-0000-000000000000\n'))).toBe(true);
  });
});

describe('rowPath', () => {
  it('addresses a row by GUID and by key', () => {
    expect(rowPath('contacts', '0A0A0A0A-0000-0000-0000-000000000001')).toBe(
      'contacts(0a0a0a0a-0000-0000-0000-000000000001)',
    );
    expect(rowPath('contacts', { key: "O'Brien 1" })).toBe("contacts(cw_key='O''Brien%201')");
  });

  it('brings every key it accepts over the wire, and nothing but the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        if (/[/<>*%&:\\?+]/.test(key)) return throws(() => rowPath('contacts', { key }));
        const { pathname, search } = new URL(`http://a.test/api/${rowPath('contacts', { key })}`);
        const [, quoted = ''] = /^\/api\/contacts\(cw_key=(.*)\)$/.exec(pathname) ?? [];
        return search === '' && unquote(decodeURIComponent(quoted)) === key;
      }),
    );
  });

  it('refuses keys that the service cannot find by URL', () => {
    for (const sign of ['/', '<', '>', '*', '%', '&', ':', '\\', '?', '+']) {
      expect(throws(() => rowPath('contacts', { key: `a${sign}b` }))).toBe(true);
    }
    expect(throws(() => rowPath('contacts', { key: '' }))).toBe(true);
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
