import { describe, expect, it } from 'vitest';
import { compare } from './compare.js';
import { absent, each, either, etag, guid, having, including, inAnyOrder, like, moment } from './patterns.js';

const ID = '7eb682f1-ca75-e511-80d4-00155d2a68d1';
const scope = { root: 'https://org.example/api/data/v9.2', account: ID };
const pointers = (expected: unknown, got: unknown) => compare(expected, got, '', scope).map(({ at }) => at);

describe('compare', () => {
  it('takes what is equal, with placeholders filled in', () => {
    expect(pointers({ id: '{account}', n: [1, null] }, { id: ID, n: [1, null] })).toEqual([]);
  });

  it('tells every difference by its JSON pointer', () => {
    const got = { a: 1, 'x/y': { '~': 'other' }, more: true };
    expect(pointers({ a: 2, 'x/y': { '~': 'text' }, gone: 1 }, got)).toEqual([
      '/a',
      '/x~1y/~0',
      '/gone',
      '/more',
    ]);
  });

  it('says what was expected and what came', () => {
    expect(compare('{account}', null, '/id', scope)).toEqual([
      { at: '/id', expected: `"${ID}"`, got: 'null' },
    ]);
  });

  it('holds arrays element by element, and by their length', () => {
    expect(pointers([1, 2], [1, 3])).toEqual(['/1']);
    expect(pointers([1], [1, 2])).toEqual(['']);
    expect(pointers([1], { 0: 1 })).toEqual(['']);
  });

  it('does not take null for nothing, nor a number for its text', () => {
    expect(pointers({ a: null }, {})).toEqual(['/a']);
    expect(pointers({ a: 1 }, { a: '1' })).toEqual(['/a']);
  });

  it('refuses a placeholder that nothing is known of', () => {
    expect(() => pointers('{nobody}', 'x')).toThrow('Nothing is known of {nobody}');
  });
});

describe('patterns', () => {
  it.each([
    [guid, ID, 'not-an-id'],
    [etag, 'W/"123"', '"123"'],
    [moment, '2016-09-28T22:57:53Z', '2016-09-28T22:57:53.123Z'],
    [like('{root}/accounts(<guid>)'), `${scope.root}/accounts(${ID})`, `${scope.root}/accounts(1)`],
    [like('limit of <number>.'), 'limit of 6000.', 'limit of 6000!'],
    [including({ a: 1 }), { a: 1, b: 2 }, { b: 2 }],
    [each(guid), [ID], [ID, 1]],
    [having(2, guid), [1, ID, 2], [1, 2]],
    [inAnyOrder(1, 2), [2, 1], [2, 1, 3]],
    [either(400, including({ a: 1 })), { a: 1 }, 404],
    [absent, undefined, null],
  ])('%#: take what they name, and nothing else', (pattern, right, wrong) => {
    expect(pointers(pattern, right)).toEqual([]);
    expect(pointers(pattern, wrong)).not.toEqual([]);
  });

  it('point at the element that is wrong', () => {
    expect(pointers({ value: each(including({ id: guid })) }, { value: [{ id: ID }, { id: 2 }] })).toEqual([
      '/value/1/id',
    ]);
  });
});
