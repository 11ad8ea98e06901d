import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, day, lookup, moment, number, text } from './column.js';
import { contactTable } from '../tables/contact.table.js';
import { type RowAddress, rowOf, rowPath, UnusableKeyError } from './row-address.js';
import { defineTable, type Table } from './table.js';

const id = '0a0a0a0a-0000-0000-0000-000000000001';

const permitTable = defineTable({
  name: 'cw_permit',
  entitySet: 'cw_permits',
  primaryId: 'cw_permitid',
  columns: {
    number: text('cw_number', 20),
    year: number('cw_year'),
    kind: choice('cw_kind', { skip: 1, scaffold: 2 }),
    holder: lookup('cw_holder', { contact: 'cw_Holder' }),
    from: day('cw_from'),
    grantedOn: moment('cw_grantedon'),
  },
  keys: [['number'], ['year', 'kind', 'holder', 'from'], ['grantedOn']],
});

/** The key in a path, read as a server reads it: decoded, then a quoted text whose quotes are doubled. */
function keyOf(path: string): string | undefined {
  const { pathname, search } = new URL(`http://a.test/api/${path}`);
  const [, quoted = ''] = /^\/api\/contacts\(cw_key=(.*)\)$/.exec(pathname) ?? [];
  const [whole, inner] = /^'((?:[^']|'')*)'/.exec(decodeURIComponent(quoted)) ?? [];
  return search === '' && whole === decodeURIComponent(quoted) ? inner?.replaceAll("''", "'") : undefined;
}

const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('rowPath', () => {
  it('addresses a row by GUID and by key', () => {
    expect(rowPath(contactTable, '0A0A0A0A-0000-0000-0000-000000000001')).toBe(`contacts(${id})`);
    expect(rowPath(contactTable, { key: "O'Brien 1" })).toBe("contacts(cw_key='O''Brien%201')");
  });

  it('writes every part of a key as its column is written, in the order that the map declares', () => {
    const address = { from: '2025-01-31', holder: id.toUpperCase(), kind: 'scaffold', year: 2025 } as const;
    expect(rowPath(permitTable, address)).toBe(
      `cw_permits(cw_year=2025,cw_kind=2,_cw_holder_value=${id},cw_from=2025-01-31)`,
    );
  });

  it('brings every key it accepts over the wire, and nothing but the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        const outcome = refusal(() => rowPath(contactTable, { key }));
        if (/[/<>*%&:\\?+]/.test(key)) return outcome instanceof UnusableKeyError;
        return keyOf(outcome as string) === key;
      }),
    );
  });

  it.each(['', ...'/<>*%&:\\?+'])('refuses keys that the service cannot find by URL: "%s"', (sign) => {
    const error = refusal(() => rowPath(contactTable, { key: sign && `secret${sign}` }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'unusable-key', table: 'contact', column: 'key' });
    expect(String(error)).not.toContain('secret');
  });

  it.each<[string, unknown]>([
    ['a key that is not declared', { kind: 'skip' }],
    ['a part of a key', { year: 2025 }],
    ['a key and more', { number: 'a', year: 2025 }],
    ['no key at all', {}],
    ['a name that every object has', { constructor: 'a' }],
    ['a number for a text', { number: 7 }],
    ['a text for a number', { year: '2025', kind: 'skip', holder: id, from: '2025-01-31' }],
    ['a choice without a name', { year: 2025, kind: 'house', holder: id, from: '2025-01-31' }],
    ['a lookup that is no GUID', { year: 2025, kind: 'skip', holder: 'x', from: '2025-01-31' }],
    ['a day that is none', { year: 2025, kind: 'skip', holder: id, from: 'x) or 1' }],
    ['a moment, whose colon does not work in a URL', { grantedOn: new Date(0) }],
    ['nothing', { number: undefined }],
  ])('refuses %s', (_, address) => {
    expect(() => rowPath(permitTable as Table, address as RowAddress)).toThrow(TypeError);
  });
});

describe('rowOf', () => {
  it.each(['', 'a/b', 'a\ud800'])('refuses a key that is unusable like the path of a row: %j', (key) => {
    expect(refusal(() => rowOf(contactTable, { key }))).toBeInstanceOf(UnusableKeyError);
    expect(refusal(() => rowPath(contactTable, { key }))).toBeInstanceOf(UnusableKeyError);
  });

  it('refers to a row of a table', () => {
    expect(rowOf(contactTable, { key: 'ab' })).toEqual({ table: 'contact', path: "contacts(cw_key='ab')" });
  });
});
