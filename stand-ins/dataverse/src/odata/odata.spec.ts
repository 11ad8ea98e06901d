import { describe, expect, it } from 'vitest';
import { takeLiteral } from './literal.js';
import { readPreferences } from './prefer.js';
import { parseResourcePath } from './resource-path.js';
import { Scanner } from './scanner.js';

const GUID = '0d8ee54c-1a4b-4d1f-9a6c-000000000001';

describe('a literal', () => {
  it.each([
    ["'it''s'", { kind: 'string', value: "it's" }],
    ["''", { kind: 'string', value: '' }],
    ['-12', { kind: 'number', value: -12, whole: true }],
    ['42.5', { kind: 'number', value: 42.5, whole: false }],
    [GUID.toUpperCase(), { kind: 'guid', value: GUID }],
    ['12345678-1234-1234-1234-123456789012', { kind: 'guid', value: '12345678-1234-1234-1234-123456789012' }],
    ['2024-05-01', { kind: 'date', value: '2024-05-01' }],
    ['2024-05-01T10:00:00Z', { kind: 'datetime', value: '2024-05-01T10:00:00Z' }],
    ['true', { kind: 'boolean', value: true }],
    ['null', { kind: 'null' }],
  ])('%s is read as it is meant', (text, literal) => {
    expect(takeLiteral(new Scanner(text))).toEqual(literal);
  });

  it.each(["'open", 'nullable', 'truely', 'name', '', '12ab'])('%j is none', (text) => {
    expect(takeLiteral(new Scanner(text))).toBeUndefined();
  });
});

describe('a path', () => {
  it('is taken apart into its steps', () => {
    expect(parseResourcePath(`accounts(${GUID})/primarycontactid/$ref`)).toEqual([
      { name: 'accounts', key: { id: GUID } },
      { name: 'primarycontactid', key: undefined },
      { name: '$ref', key: undefined },
    ]);
    expect(parseResourcePath('accounts/')).toEqual([{ name: 'accounts', key: undefined }]);
    expect(parseResourcePath('WhoAmI()')).toEqual([{ name: 'WhoAmI', key: { columns: [] } }]);
    expect(parseResourcePath('')).toEqual([]);
  });

  it('may hold a key of several columns, with brackets and slashes inside quotes', () => {
    const [thing] = parseResourcePath("things(a='x)/y', b=5)");
    expect(thing?.key).toEqual({
      columns: [
        { name: 'a', literal: { kind: 'string', value: 'x)/y' } },
        { name: 'b', literal: { kind: 'number', value: 5, whole: true } },
      ],
    });
  });

  it.each(['accounts(', 'accounts(a=)', "accounts(a='x'", 'accounts(5)', 'acc ounts'])(
    'is refused when it is %s',
    (path) => {
      expect(() => parseResourcePath(path)).toThrow('Error in query syntax');
    },
  );
});

describe('the Prefer header', () => {
  it('is a list; what is not known is passed over and not said to be applied', () => {
    expect(readPreferences('return=representation, respond-async, odata.maxpagesize=10')).toMatchObject({
      returnRepresentation: true,
      maxPageSize: 10,
      applied: 'return=representation,odata.maxpagesize=10',
    });
  });

  it('asks for no page above 5,000 rows, and for none below one', () => {
    expect(readPreferences('odata.maxpagesize=9000').maxPageSize).toBe(5_000);
    expect(() => readPreferences('odata.maxpagesize=0')).toThrow('odata.maxpagesize');
  });

  it('keeps commas inside quotes together', () => {
    const { annotations, applied } = readPreferences(
      'odata.include-annotations="a.b,c.*",odata.maxpagesize=1',
    );
    expect(['a.b', 'c.d', 'e'].map(annotations)).toEqual([true, true, false]);
    expect(applied).toBe('odata.include-annotations="a.b,c.*",odata.maxpagesize=1');
  });

  it.each([
    ['*', 'a.b', true],
    ['*,-a.*', 'a.b', false],
    ['-a.*,a.b', 'a.b', true],
    ['a.*', 'b.a', false],
    ['-*', 'a', false],
  ])('of annotations %j says of %s: %s', (value, name, wanted) => {
    expect(readPreferences(`odata.include-annotations="${value}"`).annotations(name)).toBe(wanted);
  });
});
