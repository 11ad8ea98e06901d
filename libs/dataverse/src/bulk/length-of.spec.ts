import { describe, expect, it } from 'vitest';
import { lengthOf } from './length-of.js';

describe('lengthOf', () => {
  it.each<Record<string, unknown>>([
    {},
    { name: 'Ann' },
    { name: null, count: -12.5, open: true, 'owner@odata.bind': '/contacts(1)' },
    { empty: '', list: [1, { a: 'b' }] },
  ])('is that of its JSON, by a comma or so: %j', (body) => {
    expect(Math.abs(lengthOf(body) - JSON.stringify(body).length)).toBeLessThanOrEqual(1);
  });

  it('counts a character as one, and what is no JSON as nothing', () => {
    expect(lengthOf({ name: '€€' })).toBe(lengthOf({ name: 'ab' }));
    expect(lengthOf({ name: undefined })).toBe(lengthOf({ name: '' }) - 2);
  });

  it('refuses what JSON cannot write', () => {
    expect(() => lengthOf({ count: 1n })).toThrow(TypeError);
  });
});
