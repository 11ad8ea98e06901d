import { describe, expect, it } from 'vitest';
import { Categories } from './categories.js';

const categories = Categories.fromFile(new URL('../../categories.yaml', import.meta.url).pathname);

describe('Categories', () => {
  it.each([
    ['street-lighting', 'street-lighting'],
    ['Street Lighting', 'street-lighting'],
    [' ROADS ', 'roads'],
    ['Noise - Residential', 'other'],
    ['constructor', 'other'],
  ])('takes %j as %s', (word, code) => {
    expect(categories.find(word).code).toBe(code);
  });

  it('refuses a list without the general category', () => {
    expect(() => new Categories(categories.all.filter(({ code }) => code !== 'other'))).toThrow('general');
  });
});
